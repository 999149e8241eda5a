"""Write in-dumping.csv: Indian duties against dumping by China whose tables were read, with each producer named.

A measure on part of a tariff item asks whether the goods are in its scope: the item's proofs say IN-dumping-in-scope or
IN-dumping-out-of-scope, and without either the duty is unknown. Whoever is not named pays what stands for all others. A producer
whose rate was not read, or all others where theirs was not, leave the duty unknown.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).parents[1] / "src/chorsu/data/measures/in-dumping.csv"
COLUMNS = ("id", "jurisdiction", "kind", "commodity", "origin", "scheme", "regime", "expression", "valid_from", "valid_to",
           "conditions", "replaces", "note", "source_title", "source_address", "checked_on")  # fmt: skip
IN, OUT = "proof:IN-dumping-in-scope", "proof:IN-dumping-out-of-scope"


@dataclass(frozen=True)
class Duty:
    """One notification: goods, days, the rate of all others (None: not read), the rates of producers (None: not read)."""

    name: str
    goods: str
    codes: str
    days: tuple[str, str]
    others: str | None
    scope: str
    title: str
    address: str
    producers: Mapping[str, str | None] = field(default_factory=dict)
    proofs: tuple[str, str] = (IN, OUT)
    note: str = ""


TONNE = "USD/TNE"
KILO = "USD/KGM"
DUTIES = (
    Duty(
        "isopropyl-alcohol", "Isopropyl alcohol", "29051220", ("2024-10-22", "2029-10-21"), f"217 {TONNE}", "",
        "Notification 22/2024-Customs (ADD) of 2024-10-22: isopropyl alcohol from China, five years",
        "https://taxguru.in/custom-duty/govt-imposes-anti-dumping-duty-isopropyl-alcohol-import-china.html",
        {"Zhuhai Long Success Chemical Industry": f"82 {TONNE}"},
    ),
    Duty(
        "polyurethane", "Thermoplastic polyurethane", "39095000", ("2024-10-22", "2029-10-21"), f"1.58 {KILO}",
        "thermoplastic polyurethane, polyester or polyether based (not polycaprolactone)",
        "Notification 19/2024-Customs (ADD) of 2024-10-22: thermoplastic polyurethane from China, five years",
        "http://gdtbt.org.cn/html/note-391094.html",
        {"BASF Polyurethane Specialties China": "FREE", "Zhejiang Huafon TPU": f"1.15 {KILO}",
         "Miracll Chemicals": f"0.93 {KILO}"},
    ),
    Duty(
        "sulphur-black", "Sulphur black",
        "32041196 32041218 32041911 32041925 32041958 32041964 32041967 32041979 32049000", ("2024-10-22", "2029-10-21"),
        f"389 {TONNE}", "the dye sulphur black, powder or liquid",
        "Notification 21/2024-Customs (ADD) of 2024-10-22: sulphur black from China, five years",
        "https://taxguru.in/custom-duty/govt-imposes-anti-dumping-duty-sulphur-black-import-china.html",
        {"Shandong Dyeriyarn Ecochem": f"271 {TONNE}"},
    ),
    Duty(
        "cellophane", "Cellophane film", "39207111 48239090", ("2024-10-23", "2029-10-22"), f"1.34 {KILO}",
        "cellophane transparent film",
        "Duty on cellophane film of October 2024 (Infinity Compliance), by the findings of 2024-08-06 (TPM Consultants)",
        "https://tpm.in/news_center/final-findings-issued-recommending-imposition-of-anti-dumping-duty-on-imports-of-cellophane-transparent-film-originating-in-or-exported-from-china-pr-06-08-2024/",
        {"Shandong Henglian New Material": "FREE"}, note="The day is that of the report.",
    ),
    Duty(
        "glass-mirror", "Unframed glass mirror", "70099100", ("2024-10-23", "2029-10-22"), f"234 {TONNE}", "",
        "Duty on unframed glass mirrors of October 2024 (Zoom News, 2024-10-23; findings of July 2024)",
        "https://zoomnews.in/en/news-detail/india-imposed-antidumping-duty-on-5-chinese-products-for-5-years.html",
        note="One rate for all; the day is that of the report.",
    ),
    Duty(
        "drawer-slider", "Telescopic channel drawer sliders", "83024110 83024190 83024200 83024900",
        ("2024-06-27", "2029-06-26"), f"422 {TONNE}", "a telescopic channel drawer slider",
        "Notification 27/2024-Customs (ADD) of 2024-12-18, from 2024-06-27: telescopic channel drawer sliders from China",
        "https://worldtradescanner.com/27-Cus(ADD)-18.12.2024.htm https://menafn.com/1109017639/India-Imposes-Definitive-Anti-Dumping-Duties-On-Chinese-Drawer-Sliders",
        note="Slimline tandem boxes and double wall drawers are out of scope. One rate in all reports; the table was not read.",
    ),
    Duty(
        "solar-frame", "Anodized aluminium frames for solar panels", "76109010 76109030 76169990",
        ("2024-09-27", "2029-09-26"), None, "an anodized aluminium frame for solar panels or modules",
        "Notification 16/2024-Customs (ADD) of 2024-09-27: anodized aluminium frames for solar panels from China",
        "https://m.cnal.com/news/634154",
        {"Jiangyin Tinze New Energy Technology": f"433 {TONNE}", "Jiangyin Yuanshuo Metal Technology": f"505 {TONNE}",
         "Jiangsu Yuejia Metallic Technology": f"403 {TONNE}", "Jiangyin Haihong New Energy Technology": f"418 {TONNE}",
         "Jiangyin Haihong Solid-FSW": f"418 {TONNE}", "Zhejiang Jiaxing Taihe New Energy Technology": f"511 {TONNE}"},
        note="403 to 577 USD a tonne; rows after the sixth were not read.",
    ),
    Duty(
        "ferrite", "Soft ferrite cores", "85051110", ("2025-03-18", "2030-03-17"), "35%",
        "a manganese-zinc soft ferrite core of the shapes and lengths named",
        "Notification 4/2025-Customs (ADD) of 2025-03-18: soft ferrite cores from China, five years",
        "https://taxguru.in/custom-duty/soft-ferrite-core-santi-dumping-duty-imposed-china-imports.html https://aichuhai.fun/index/news/detail/id/13134.html",
        {"Huzhou Haotong Electronic Technology": "31%", "Yibin Jinchuan Electronics": "FREE",
         "Hengdian Group DMEGC Magnetics": "FREE"},
    ),
    Duty(
        "TCCA", "Trichloro isocyanuric acid", "29336910 29336990", ("2025-03-07", "2030-03-06"), f"986 {TONNE}",
        "trichloro isocyanuric acid",
        "Notification 1/2025-Customs (ADD) of 2025-03-07: trichloro isocyanuric acid from China and Japan, five years",
        "https://taxguru.in/custom-duty/anti-dumping-duty-trichloro-isocyanuric-acid-import-china-japan.html https://tpm.in/news_center/preliminary-findings-issued-recommending-imposition-of-interim-anti-dumping-duty-on-imports-of-trichloro-isocyanuric-acid-from-china-and-japan-01-05-2024/",
        {"Shandong Goldenstar Water Environment Technology": f"766 {TONNE}", "Puyang Cleanway Chemicals": f"773 {TONNE}",
         "Shandong Daming Science and Technology": None, "Shandong Lantian Disinfection Technology": None},
    ),
    Duty(
        "roller-chain", "Roller chains", "73151100", ("2025-03-24", "2030-03-23"), "6.34%", "",
        "Notification 6/2025-Customs (ADD) of 2025-03-24: roller chains from China, five years",
        "https://www.taxscan.in/?p=501590",
        {"Zhejiang Bakord Machinery": "FREE", "Jiangxi Hengjiu Chain Transmission": "FREE",
         "Anhui Huangshan Hengjiu Transmission": "FREE", "Zhejiang Hengjiu Transmission Technology": "FREE"},
    ),
    Duty(
        "acrylic-surface", "Acrylic solid surfaces",
        "35069999 39069090 39205111 39205119 39205199 39206390 39219039 39269069", ("2025-03-25", "2030-03-24"),
        f"0.18 {KILO}", "an acrylic solid surface (not pure acrylic sheet, laminate, film or polyester surface)",
        "Notification 7/2025-Customs (ADD) of 2025-03-25: acrylic solid surfaces from China, five years",
        "https://taxguru.in/custom-duty/govt-imposes-anti-dumping-duty-acrylic-surfaces-china-5-years.html",
        {"Shandong Kelesi New Material Technology": "FREE", "Shanghai Sailisi Industry Development": "FREE"},
        note="3906 90 90 is named by the tariff of 2026-27 alone.",
    ),
    Duty(
        "vacuum-flask", "Vacuum flasks of stainless steel", "96170011 96170012 96170090", ("2025-03-17", "2030-03-16"),
        f"1732 {TONNE}", "a vacuum insulated flask or vessel of stainless steel",
        "Notification 3/2025-Customs (ADD) of 2025-03-17: vacuum flasks and vessels of stainless steel from China, five years",
        "https://gazettetracker.com/g/CG-DL-E-17032025-261672 https://thefederal.com/category/business/anti-dumping-duty-slapped-on-five-chinese-products-178016",
        note="One rate for all.",
    ),
    Duty(
        "insoluble-sulphur", "Insoluble sulphur", "28020010 38123930 38249900", ("2025-06-06", "2030-06-05"),
        f"307 {TONNE}", "insoluble sulphur",
        "Notification 13/2025-Customs (ADD) of 2025-06-06: insoluble sulphur from China and Japan, five years",
        "https://www.taxscan.in/top-stories/india-imposes-anti-dumping-duty-on-imports-of-insoluble-sulphur-from-china-and-japan-1421202",
        note="One rate for all of China.",
    ),
    Duty(
        "vitamin-A", "Vitamin A palmitate", "29362100 29362290 29362690 29362800 29362990 29369000",
        ("2025-06-06", "2030-06-05"), f"20.87 {KILO}", "vitamin A palmitate, 1.0 or 1.7 MIU a gram",
        "Notification 14/2025-Customs (ADD) of 2025-06-06: vitamin A palmitate from China, the EU and Switzerland, five years",
        "https://gazettetracker.com/g/CG-DL-E-06062025-263649",
        {"Shangyu NHU Bio-Chem": f"14.95 {KILO}"},
    ),
    Duty(
        "liquid-epoxy", "Liquid epoxy resins", "39073010 39073090", ("2025-11-17", "2030-11-16"), f"258 {TONNE}",
        "a liquid epoxy resin of an equivalent weight up to 250 g",
        "Notification 33/2025-Customs (ADD) of 2025-11-17: liquid epoxy resins from China and others, five years",
        "https://gazettetracker.com/g/CG-DL-E-17112025-267740",
        {"Jiangsu Kumho Yangnong Chemical": f"37 {TONNE}", "Nantong Xingchen Synthetic Material": f"37 {TONNE}"},
    ),
    Duty(
        "electrical-steel", "Cold rolled non-oriented electrical steel", "7225 7226", ("2025-12-18", "2030-12-17"),
        f"414.92 {TONNE}", "cold rolled non-oriented electrical steel (not full hard steel to make it of)",
        "Notification 35/2025-Customs (ADD) of 2025-12-18: cold rolled non-oriented electrical steel from China, five years",
        "https://gazettetracker.com/g/CG-DL-E-18122025-268625",
        {"Wuhan Iron & Steel": f"223.82 {TONNE}", "Baosteel Zhanjiang Iron & Steel": f"223.82 {TONNE}",
         "Baoshan Iron & Steel": f"223.82 {TONNE}"},
        note="The notification names heading 7210 too, where such steel is rare: no row.",
    ),
    Duty(
        "aluminium-sheet", "Flat rolled products of aluminium", "7606", ("2021-12-06", "2026-12-05"), f"449 {TONNE}",
        "a flat rolled product of aluminium other than stock for can bodies and ends",
        "Notification 68/2021-Customs (ADD) of 2021-12-06: flat rolled products of aluminium from China, five years",
        "http://ciedata.com/News/202201/8425dec7-3f47-46c3-a077-a1d7fc50823f.html",
        {"Granges Aluminium (Shanghai)": "FREE", "Arconic (Kunshan) Aluminum Products": "FREE",
         "Jiangsu Dingsheng New Materials": f"65 {TONNE}", "Inner Mongolia Liansheng New Energy Material": f"65 {TONNE}"},
        note="Foil of 7607 over 80 microns bears it too. Whether it goes on after 2026-12-05 was not found.",
    ),
    Duty(
        "alloy-wheel", "Aluminium alloy road wheels", "870870", ("2024-03-15", "2029-03-14"), f"1.71 {KILO}",
        "a wheel of aluminium alloy of 12 to 24 inches, not for two-wheelers, or a flat base steel wheel",
        "Notification 7/2024-Customs (ADD) of 2024-03-15: aluminium alloy road wheels from China, five years",
        "https://cccme.org.cn/news/details.aspx?classid=E511BE4AE30B21CD&id=F364EA4258214AFD59E06828506CBAEB&xgid=F868932F64EB7AAF",
        {"Zhejiang Shuguang Industrial": f"0.23 {KILO}", "Zhejiang Jinfei Kaida Wheels": f"0.52 {KILO}",
         "Shandong Shuangwang Aluminium Industry": f"0.63 {KILO}"},
        ("proof:IN-alloy-wheel", OUT),
    ),
    Duty(
        "flat-base-wheel", "Flat base steel wheels", "870870", ("2023-09-11", "2028-09-10"), f"613 {TONNE}",
        "a flat base steel wheel",
        "Notification 9/2023-Customs (ADD) of 2023-09-11: flat base steel wheels from China, five years (rate by the findings)",
        "https://www.eximguru.com/notifications/seeks-to-impose-add-on-85913.aspx http://m.jingsongyx.com/news/2899180.html",
        proofs=("proof:IN-flat-base-steel-wheel", OUT), note="One rate for all.",
    ),
    Duty(
        "wheel-loader", "Wheel loaders", "84295100 84295900", ("2023-12-27", "2028-12-26"), None,
        "a wheel loader, whole or half knocked down, with an engine (not over 7 t and 180 kW, not with a battery)",
        "Notification 17/2023-Customs (ADD) of 2023-12-27: wheel loaders from China, five years",
        "https://www.thehindubusinessline.com/companies/"
        "finmin-imposes-anti-dumping-duty-on-wheel-loaders-imports-from-china/article67682871.ece "
        "http://www.xzfsj.cn/html/note-367457.html",
        {"Liebherr Machinery (Dalian)": "FREE"}, note="18.84 to 82.71 % of CIF; the table was not read.",
    ),
    Duty(
        "laser", "Industrial laser machines", "84561100 84569090 85152190 85158090 90132000", ("2023-12-22", "2028-12-21"),
        "147.20%", "an industrial laser machine for cutting, marking or welding, whole or in kits",
        "Notification 15/2023-Customs (ADD) of 2023-12-22: industrial laser machines from China, five years",
        "https://www.howtoexportimport.com/Notification-no-15-2023-Customs-Anti-Dumping-Duty--22400.aspx https://taxguru.in/custom-duty/anti-dumping-duty-industrial-laser-machines-import-china.html",
        {"HSG Laser": "22.54%", "Han's Laser": "24.66%", "Bystronic": "30.16%", "Jiangsu Yawei": "43.35%", "Bodor": "84.22%",
         "Oree": "87.30%", "Gweike": "90.49%", "TRUMPF (China)": "FREE"},
        note="84798199 was left out by a corrigendum. Laser sources alone and engravers for hobbyists are out of scope.",
    ),
    Duty(
        "citrate", "Sodium citrate", "29181520", ("2025-05-08", "2030-05-07"), None, "",
        "Notification of 2025-05-08: sodium citrate from China, five years more (Tax Management India)",
        "https://www.taxmanagementindia.com/web/tmi_blog_details.asp?id=820710",
        {"Shandong Ensign Industry": f"96.05 {TONNE}"}, note="96.05 to 152.78 USD a tonne; rows after the first were not read.",
    ),
    Duty(
        "circuit-board", "Printed circuit boards", "85340000", ("2024-03-14", "2029-03-13"), None,
        "a bare printed circuit board of up to six layers, not for mobile phones (nor of the further kinds left out)",
        "Notification 3/2024-Customs (ADD) of 2024-03-14: printed circuit boards from China and Hong Kong, five years",
        "https://www.tid.gov.hk/english/aboutus/tradecircular/cic/asia/2024/ci2582024.html",
        note="0 to 75.72 % of CIF for China by producer, 30 % for Hong Kong; the table for China was not read.",
    ),
    Duty(
        "can-end", "Easy open ends of tin plate", "83099020 83099090", ("2024-06-27", "2029-06-26"), "741 USD/100000 NAR",
        "an easy open end of tin plate of 99 or 73 mm (401 or 300)",
        "Notification 12/2024-Customs (ADD) of 2024-06-27: easy open ends of tin plate of China; rate by the findings",
        "https://taxmanagementindia.com/visitor/detail_notification.asp?ID=142112 http://182.61.201.157/p/8971223225",
        note="One rate for all, by 100,000 pieces. The findings name 8309 90 20, the notification 8309 90 90.",
    ),
    Duty(
        "EVA-sheet", "EVA sheets for solar modules",
        "39201011 39201019 39201099 39206190 39206290 39209919 39209939 39209999", ("2024-03-14", "2029-03-13"),
        f"897 {TONNE}", "an EVA sheet for solar modules",
        "Notification 5/2024-Customs (ADD) of 2024-03-14: EVA sheets for solar modules from China, five years more",
        "http://www.jnjyyl.com/evaseries/3747.html",
        {"Changzhou Sveck Photovoltaic New Material": f"590 {TONNE}"},
        note="Coated backsheets of panels bear 762 (Jolywood) or 908 USD a tonne to 2027-06-14 (22/2022): no row.",
    ),
    Duty(
        "printing-plate", "Digital offset printing plates", "37013000 76061190 76069190 76069290 844250",
        ("2024-12-26", "2029-12-25"), None, "a digital offset printing plate",
        "Notification 28/2024-Customs (ADD) of 2024-12-26: digital offset printing plates from China and others, five years",
        "https://taxmanagementindia.com/visitor/detail_notification.asp?ID=142943", note="The table was not read.",
    ),
    Duty(
        "R-134a", "Refrigerant R-134a", "29034500", ("2025-12-24", "2030-12-23"), None, "",
        "Notification 36/2025-Customs (ADD) of 2025-12-24: R-134a from China, five years; reference prices by the findings",
        "https://tpm.in/news_center/final-finding-issued-recommending-anti-dumping-duties-on-imports-of-1112-tetrafluoroethane-or-r-134a-originating-in-or-exported-from-peoples-republic-of-china-26-09-2025",
        note="What the landed value, customs duty included, is below 4,423 (Sinochem Taicang), 4,439 (Shaanxi Sinochem Lantian), "
        "4,508 (Shandong Dongyue), 4,581 (Sanmei), 4,583 (Ruyuan Dongyangguang), 4,588 (Zibo Feiyuan) or 5,251 USD a tonne "
        "(others). No customs duty of this line is on file, so the landed value cannot be told.",
    ),
    Duty(
        "solar-glass", "Textured tempered glass", "70071900", ("2024-12-04", "2029-12-03"), None,
        "textured tempered glass for solar panels (transmission from 90.5 %, to 4.2 mm, a side over 1,500 mm)",
        "Notification 11/2025-Customs (ADD) of 2025-05-08: textured tempered glass from China and Vietnam, from 2024-12-04",
        "https://prefaceventure.com/?p=13914 https://mercomindia.com/india-slaps-anti-dumping-duties-on-solar-glass-imports-from-china-and-vietnam",
        note="What the landed value, customs duty included, is below 658 (CSG Dongguan, Xinyi) or 664 USD a tonne (other Chinese "
        "makers). Headings 7003, 7005, 7016, 7020 and 8541 are named too. No customs duty of this line is on file, so the landed "
        "value cannot be told.",
    ),
)  # fmt: skip


def rows_of(duty: Duty, code: str, before: list[str]) -> Iterator[tuple[str, ...]]:
    """The rows on one prefix: unknown, out of scope, all others, each producer; each takes the place of those before it.

    ``before`` are the rows of an earlier measure on the same prefix.
    """
    name = f"IN-dumping-{duty.name}-{code}"
    unread = f"unread:rate of the producer: {duty.title.partition(':')[0]}"
    rate = duty.others or next((rate for rate in duty.producers.values() if rate and rate != "FREE"), "20%")
    if duty.scope and not before:
        more = "" if duty.others else ", and the rate of the producer"
        yield row(duty, code, name, rate, [f"unread:whether it is {duty.scope}{more}"], before)
        yield row(duty, code, f"{name}-out", "FREE", [duty.proofs[1]], [name])
        before = [name, f"{name}-out"]
    scope = [duty.proofs[0]] if duty.scope else []
    if duty.others or not duty.scope:
        yield row(duty, code, f"{name}-other", rate, [*scope, *([] if duty.others else [unread])], before)
        before = [*before, f"{name}-other"]
    for producer, rate in duty.producers.items():
        words = "-".join(re.sub("[()&']", "", producer).split()[:3])
        conditions = [*scope, f"producer:{producer}", *([] if rate else [unread])]
        yield row(duty, code, f"{name}-{words}", rate or duty.others or "20%", conditions, before)


def row(duty: Duty, code: str, name: str, rate: str, conditions: list[str], replaces: list[str]) -> tuple[str, ...]:
    """One line of the file."""
    start = (name, "IN", "anti_dumping", code, "CN", "ADD", "import", rate, *duty.days)
    note = f"{duty.goods}. {duty.note}".strip()
    return (*start, "; ".join(conditions), "; ".join(replaces), note, duty.title, duty.address, "2026-11-29")


def main() -> None:
    """Write the file anew."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        written: dict[str, list[str]] = {}
        for duty in DUTIES:
            for code in duty.codes.split():
                rows = list(rows_of(duty, code, written.get(code, [])))
                table.writerows(rows)
                written.setdefault(code, []).extend(line[0] for line in rows)


if __name__ == "__main__":
    main()
