"""The services on file: stops (places and crossings), days where a source gives them, and what the row rests on."""

from __future__ import annotations

from typing import Any

A, H = "CN-KZ-alashankou-dostyk-rail", "CN-KZ-khorgos-altynkol-rail"
E, N = "CN-MN-erenhot-zamyn-uud-rail", "MN-RU-sukhbaatar-naushki-rail"
M, S, T = "CN-RU-manzhouli-zabaikalsk-rail", "CN-RU-suifenhe-grodekovo-rail", "CN-RU-tongjiang-nizhneleninskoye-rail"
IL, PP = "KZ-RU-zhaisan-kanisai-rail", "KZ-RU-mamlyut-petropavlovsk-rail"
KU, UT = "KZ-UZ-saryagash-keles-rail", "TM-UZ-farap-rail"
KG, UJ, RB = "KZ-KG-lugovaya-kaindy-rail", "TJ-UZ-pakhtaabad-kudukli-rail", "BY-RU-osinovka-krasnoye-rail"
KT, TI, SR = "KZ-TM-serhetyaka-rail", "IR-TM-incheh-borun-rail", "IR-TM-sarakhs-rail"
BP, KS, AS, YA = "BY-PL-brest-terespol-rail", "KG-UZ-karasuu-rail", "AZ-IR-astara-rail", "AZ-RU-yalama-samur-rail"

QILU = "Shandong Hi-Speed Group (Qilu)"

# Sources, each read on the day that measure_network writes: title, address, the day it speaks of.
SELYATINO = ("上合示范区今年已开行中欧班列数量创历史同期新高 (新华网): Jiaozhou–Selyatino, train X8022, expected in 15 days", "http://big5.news.cn/gate/big5/www.news.cn/20250826/a74388633f7f40119c5da92cafa7a6fc/c.html", "2025-08-26")
BISHKEK = ("齐鲁号欧亚班列“上合快线”首开胶州至比什凯克线 (观海新闻): Bishkek in 12 days by Khorgos; direct trains to Tashkent, Minsk and Almaty before it; north by Erenhot and Manzhouli", "https://m.guanhai.com.cn/p/51554.html", "2021-01-17")
CRI_2018 = ("中亚(青岛)国际班列累计开行3000多列 (国际在线): by Alashankou or Khorgos to Almaty, from there to Kyrgyzstan, Tajikistan and others", "http://news.cri.cn/20180528/25d83e9e-c0b6-74df-ee13-f0145defb73e.html", "2018-05-28")
COLD = ("Eurasian cold-chain train to Moscow (China News): Jiaozhou–Manzhouli–Moscow, 15 days", "https://www.tellerreport.com/business/2021-05-23-china-s-first-eurasian-train-with-cold-fresh-vegetables-sent-to-moscow--russia-chinanews-com.S1g6x2VvF_.html", "2021-05-23")
TONGJIANG = ("kcwzh.com: trains of the SCO zone in January–September 2024, new line Jiaozhou–Tongjiang–Moscow", "https://yule.kcwzh.com/xingwen/396726.html", "2024-09")
SUIFENHE = ("FESCO запустила новый контейнерный маршрут из Китая в Московскую область (ИА Красная Весна): Shenyang–Suifenhe–Grodekovo–Bely Rast, 14 days, two a month", "https://rossaprimavera.ru/news/1c8223c1", "2021")
JINAN_MINSK = ("济南市欧亚班列再增新线路: Jinan–Erenhot–Minsk, 10,118 km, 15 days", "https://jinan.baogaosu.com/xinwen/%E6%B5%8E%E5%8D%97%E5%B8%82%E6%AC%A7%E4%BA%9A%E7%8F%AD%E5%88%97%E5%86%8D%E5%A2%9E%E6%96%B0%E7%BA%BF%E8%B7%AF/73919319", "2019-04-02")
MANNHEIM = ("First China Railway Express (Qilu) from Qingdao to Mannheim (sdchina): by Alashankou, Kazakhstan, Russia, Belarus and Poland, 19 days; back by Mongolia and Erenhot", "http://english.sdchina.com/show/4684472.html", "2022-02-21")
JIKE = ("China-Europe Freight Train operation updates, week 26 (Jike Logistics)", "https://www.jikelogistics.com/industry-news/china-europe-freight-train-operation-updates-week-26/", "2023")
LYG_TAS = ("连云港发出首列至塔什干国际班列: 5,500 km, 10 days by Khorgos, two a week from January 2016", "http://sc.xfafinance.com/html/Economies/Trade/2015/85932.shtml", "2015-11-12")
KURGAN = ("FESCO launches export from Kurgan to China (deliver-2.com): grain train to Tianjin by Kazakhstan and Altynkol, 20 days", "https://deliver-2.com/search/?q=Kurgan", "2026")
BAKU = ("300th block train on the Trans-Caspian route in 2024 (Trend); Xi'an–Baku in 11 days", "https://en.trend.az/business/3978149.html", "2024-12-03")
ALTYNKOL_BAKU = ("Container transit from China via Trans-Caspian route has increased 20-fold (KazTAG): Altynkol–Absheron 9 days", "https://kaztag.info/en/news/container-transit-from-china-via-trans-caspian-route-has-increased-20-fold-ministry-of-transport-of-", "2024-10-04")
APRIN = ("China-Iran railway gains momentum (Mehr): Xi'an–Aprin by Kazakhstan, Turkmenistan and Incheh Borun, 15 days", "https://en.mehrnews.com/news/232309/China-Iran-game-changer-railway-gains-momentum-report", "2025-05-26")
YIWU_TEHRAN = ("First China - Iran container train arrives (RailUK): Yiwu–Tehran by Kazakhstan, Turkmenistan and Sarakhs, 14 days", "https://railuk.com/rail-news/first-china-iran-container-train-arrives/", "2016-02-14")
CHANGSHA = ("China is testing rail transit through Kazakhstan and Turkmenistan to Iran: Altynkol–Bolashak–Serhetyaka–Akyayla–Incheh Borun", "https://turkmenpetroleum.com/en/2018/01/09/china-is-testing-rail-transit-through-kazakhstan-and-turkmenistan-to-iran/", "2018-01-09")
ESLAMSHAHR = ("Eslamshahr – China container train: 10,297 km in two weeks by Turkmenistan, Kazakhstan and Altynkol, one a week planned", "https://news.myseldon.com/en/news/index/315323153", "2024")
CKU = ("China–Kyrgyzstan–Uzbekistan: Lanzhou–Kashgar by rail, to Osh by truck, to Tashkent by rail, 7 to 10 days; 100 trains in seven months of 2024", "https://centralasianlight.org/news/100-freight-trains-departed-along-china-kyrgyzstan-uzbekistan-route-in-2024", "2024-08-02")
FMS = ("FESCO starts fast freight train service between Vladivostok and Moscow (SeaNews): 11 days, express 7 days and 8 with the terminals", "http://www.seanews.com.tr/fesco-starts-fast-freight-train-service-between-vladivostok-and-moscow/164070/", "2017-02-14")
FMBS = ("FESCO Moscow Baltic Shuttle: Moscow–Saint Petersburg, once a week, two days", "https://logistics.ru/transportirovka/fesco-organizovala-intermodalnyy-marshrut-iz-moskvy-v-kaliningrad-cherez-sankt", "2024")
VVO_TAS = ("Service across three countries (1520 International): Qingdao–Vladivostok 5 days, Vladivostok–Chukursay 12 days, 14,000 USD for a forty-foot container", "https://1520international.com/en/content/2022/February%202022/service-across-three-countries/", "2022-02-01")
INSTC = ("First rail transit cargo from Russia to India arrived in Iran via Sarakhs", "https://en.otaghiranonline.ir/news/33879", "2022-07")
SARAKHS = ("nCa: Iran offers 3–5 days from Sarakhs to Bandar Abbas", "https://www.newscentralasia.net/2024/02/13/iran-offers-fast-transit-times-on-north-south-rail-corridor-3-5-days-from-turkmenistan-to-bandar-abbas/", "2024-02-13")
SERGELI = ("Tashkent says its 1st cargo train uses Iran as transit route: Bandar Abbas–Sergeli, 14 days", "https://en.daylinews.ir/tashkent-says-its-1st-cargo-train-uses-iran-as-transit-route/", "2023-06")
ERAI = ("Rail container transportation in the Eurasian space in the first half of 2025 (1520 International, ERAI)", "https://1520international.com/en/content/2025/sentyabr-2025/konteynernye-zheleznodorozhnye-perevozki-na-evraziyskom-prostranstve-v-pervom-polugodii-2025-goda", "2025-09-01")
TIELING = ("Открыт новый ж/д контейнерный маршрут между КНР и Россией: Tieling–Manzhouli–Moscow, 7,500 km, 15 days", "https://54skm.ru/news/otkryt-novyj-zh-d-kontejnernyj-marshrut-mezhdu-knr-i-rossiej/", "2022-10-19")
PRICES_2025 = ("Аналитики зафиксировали резкое подорожание контейнерных перевозок из КНР в РФ: Xi'an, Chongqing, Shanghai and Guangzhou to Moscow", "https://kpiz.ru/analitiki-zafiksirovali-rezkoe-podorojanie-konteinernyh-perevozok-iz-knr-v-rf", "2025-05")

UNSEEN = {
    "en": "No recent source shows this service; it is a way that railways and forwarders offer on request. Ask for an offer before relying on it.",
    "zh": "近期没有来源证实此项班次，仅系铁路及货代可询价办理的通道；采用前请先取得报价。",
    "ru": "Свежих сведений об этом сервисе нет: это путь, который дороги и экспедиторы предлагают по запросу. Прежде чем рассчитывать на него, запросите предложение.",
}
TRIAL = {
    "en": "The source reports single or trial trains only: ask the operator whether one runs.",
    "zh": "来源仅报道个别或试运行班列：请向运营方确认是否开行。",
    "ru": "Источник сообщает лишь об отдельных или пробных поездах: уточните у оператора, ходят ли они.",
}
NO_BORDER = {
    "en": "The report does not name the border station; the one given here is the usual one for this direction.",
    "zh": "报道未说明口岸站，此处按该方向的常用口岸列出。",
    "ru": "Пограничная станция в сообщении не названа; здесь указана обычная для этого направления.",
}
OLD = {
    "en": "The days and the frequency are those of the year named in the source; ask for the plan of the week.",
    "zh": "时间和频次为来源所述年份的数据，请索取当周开行计划。",
    "ru": "Сроки и частота относятся к году, указанному в источнике; запросите план на неделю.",
}
SANCTIONS = {
    "en": "Sanctions decide which carriers, banks and insurers take this way: ask before booking.",
    "zh": "受制裁影响，承运人、银行和保险公司能否接受此线路须事先确认。",
    "ru": "Санкции определяют, какие перевозчики, банки и страховщики берут этот путь: уточните до бронирования.",
}


def train(name: str, *stops: str, **more: Any) -> dict[str, Any]:
    return {"id": f"rail-{name}", "stops": list(stops), **more}


RU_NAUSHKI = {("RUNKI", "RURZH"): (5895, "km-posts"), ("RUNKI", "RUMOW"): (5895, "km-posts"), ("MNZUU", "mn-sukhbaatar"): (1092, "km-posts")}
HISSAR = {("tj-pakhtaabad", "TJDYU"): "UZ"}

RAIL = [
    # From Jiaozhou.
    train("jiaozhou-bishkek", "CNJZH", H, KG, "kg-alamedin", days=12, per_week="1.5", operator=QILU, seen_on="2021-01-17", source=BISHKEK, cautions=(OLD,)),
    train("jiaozhou-tashkent-khorgos", "CNJZH", H, KU, "uz-chukursay", operator=QILU, seen_on="2021-01-17", source=BISHKEK, cautions=(OLD,)),
    train("jiaozhou-tashkent-alashankou", "CNJZH", A, KU, "uz-chukursay", operator=QILU, seen_on="2018-05-28", source=CRI_2018, cautions=(OLD,)),
    train("jiaozhou-dushanbe", "CNJZH", H, KU, UJ, "TJDYU", through=HISSAR, operator=QILU, status="unconfirmed", seen_on="2018-05-28", source=CRI_2018, cautions=(UNSEEN,)),
    train("jiaozhou-moscow-erenhot", "CNJZH", E, N, "RURZH", days=15, operator=QILU, seen_on="2026-01-19", source=(*SELYATINO, "http://www.gscn.com.cn/tourism/system/2026/01/19/013445381.shtml; https://m.guanhai.com.cn/p/51554.html"), km=RU_NAUSHKI, cautions=(NO_BORDER,)),
    train("jiaozhou-moscow-manzhouli", "CNJZH", M, "RURZH", days=15, operator=QILU, seen_on="2026-01-19", source=(*COLD, "http://www.gscn.com.cn/tourism/system/2026/01/19/013445381.shtml"), cautions=(OLD,)),
    train("jiaozhou-moscow-suifenhe", "CNJZH", S, "ru-bely-rast", operator="FESCO", status="unconfirmed", seen_on="2021-09-01", source=SUIFENHE, cautions=(UNSEEN,)),
    train("shenyang-moscow-suifenhe", "CNSHY", S, "ru-bely-rast", days=14, per_week="0.5", operator="FESCO", seen_on="2021-09-01", source=SUIFENHE, cautions=(OLD,)),
    train("jiaozhou-moscow-tongjiang", "CNJZH", T, "ru-elektrougli", operator="SCODA multimodal centre", seen_on="2024-09-30", source=TONGJIANG, cautions=(OLD,)),
    train("jiaozhou-moscow-kazakhstan", "CNJZH", A, PP, "ru-vorsino", operator=QILU, status="unconfirmed", seen_on="2022-02-21", source=MANNHEIM, cautions=(UNSEEN,)),
    train("jiaozhou-minsk-erenhot", "CNJZH", E, N, RB, "by-kolyadichi", operator=QILU, seen_on="2021-01-17", source=BISHKEK, km=RU_NAUSHKI, cautions=(OLD,)),
    train("jiaozhou-minsk-manzhouli", "CNJZH", M, RB, "by-kolyadichi", operator=QILU, seen_on="2021-01-17", source=BISHKEK, cautions=(OLD,)),
    train("jiaozhou-minsk-kazakhstan", "CNJZH", A, PP, RB, "by-kolyadichi", operator=QILU, seen_on="2022-02-21", source=MANNHEIM, cautions=(OLD,)),
    train("jiaozhou-malaszewicze", "CNJZH", A, PP, RB, "BYBQT", BP, "pl-warszawa-praga", operator=QILU, seen_on="2022-02-21", source=MANNHEIM, cautions=(OLD,)),
    train("jiaozhou-aprin", "CNJZH", H, KT, TI, "ir-aprin", status="unconfirmed", seen_on="2025-05-26", source=APRIN, cautions=(UNSEEN, SANCTIONS)),
    train("jiaozhou-tehran-sarakhs", "CNJZH", A, KU, UT, SR, "IRTHR", status="unconfirmed", seen_on="2016-02-14", source=YIWU_TEHRAN, cautions=(UNSEEN, SANCTIONS)),
    train("jiaozhou-aktau", "CNJZH", H, "KZAAU", status="unconfirmed", seen_on="2024-12-03", source=BAKU, cautions=(UNSEEN,)),
    # From other hubs.
    train("jinan-minsk", "CNJNA", E, N, RB, "by-kolyadichi", days=15, operator=QILU, seen_on="2019-04-02", source=JINAN_MINSK, km=RU_NAUSHKI, cautions=(OLD,)),
    train("jinan-moscow", "CNJNA", E, N, "RURZH", operator=QILU, seen_on="2019-04-02", source=JINAN_MINSK, km=RU_NAUSHKI, cautions=(OLD,)),
    train("jinan-tashkent", "CNJNA", H, KU, "uz-chukursay", operator=QILU, status="unconfirmed", seen_on="2021-01-17", source=BISHKEK, cautions=(UNSEEN,)),
    train("lianyungang-tashkent", "CNLYG", H, KU, "uz-chukursay", days=10, per_week="2", seen_on="2026-02-05", source=(*LYG_TAS, "http://www.rmhb.com.cn/zt/ydyl/202602/t20260205_800429745.html"), cautions=(OLD,)),
    train("xian-almaty-alashankou", "CNCHN", A, "kz-almaty-1", days=8, status="unconfirmed", source=("中亚班列 (Jetway Cargo): Xi'an–Alashankou–Almaty 8 days", "http://www.jetway-cargo.com/Cn_Ar_index_gci_57.html", "2010s"), seen_on="2015-01-01", cautions=(OLD,)),
    train("xian-tashkent", "CNCHN", H, KU, "uz-chukursay", seen_on="2024-08-06", source=("Record-breaking cargo delivery on the China–Kazakhstan–Uzbekistan route (nCa): Xi'an terminal of KTZ", "https://www.newscentralasia.net/2024/08/06/record-breaking-cargo-delivery-on-china-kazakhstan-uzbekistan-route/", "2024-08-06")),
    train("xian-moscow", "CNCHN", A, PP, "ru-vorsino", days=14, seen_on="2025-05-31", source=(*PRICES_2025, "https://www.jikelogistics.com/industry-news/china-europe-freight-train-operation-updates-week-26/"), cautions=(NO_BORDER,)),
    train("xian-moscow-erenhot", "CNCHN", E, N, "RURZH", days=14, seen_on="2025-05-31", source=(*PRICES_2025, "https://www.jikelogistics.com/industry-news/china-europe-freight-train-operation-updates-week-26/"), km=RU_NAUSHKI, cautions=(NO_BORDER,)),
    train("chongqing-moscow", "CNCHQ", A, PP, "ru-vorsino", days=14, seen_on="2025-05-31", source=(*PRICES_2025, "https://www.jikelogistics.com/industry-news/china-europe-freight-train-operation-updates-week-26/"), cautions=(NO_BORDER,)),
    train("guangzhou-moscow", "CNGGZ", M, "RURZH", days=14, seen_on="2025-05-31", source=(*PRICES_2025, "https://www.jikelogistics.com/industry-news/china-europe-freight-train-operation-updates-week-26/"), cautions=(NO_BORDER,)),
    train("wuhan-moscow", "CNNHN", M, "RURZH", days=14, seen_on="2023-07-01", source=(JIKE[0] + ": Zengcheng, Datian, Wuhan and others to Moscow, 13–15 days", *JIKE[1:]), cautions=(NO_BORDER,)),
    train("shenyang-moscow-manzhouli", "CNSHY", M, "RUMOW", days=15, seen_on="2022-10-19", source=TIELING, cautions=(OLD,)),
    train("chengdu-malaszewicze", "CNCDU", A, PP, RB, "BYBQT", BP, "pl-warszawa-praga", days=13, seen_on="2025-03-31", source=(JIKE[0] + ": Chengdu–Małaszewicze 13 days", *JIKE[1:]), cautions=(OLD,)),
    train("chongqing-malaszewicze", "CNCHQ", A, PP, RB, "BYBQT", BP, "pl-warszawa-praga", operator="Yuxinou", seen_on="2024-06-20", source=("Chongqing launches regular train to Germany (Transport Journal)", "https://www.transportjournal.com/home/news/artikeldetail/chongqing-launches-regular-train-to-germany.html?L=684", "2024-06-20")),
    train("xian-minsk", "CNCHN", A, PP, RB, "by-kolyadichi", status="unconfirmed", seen_on="2025-09-01", source=ERAI, cautions=(UNSEEN,)),
    train("xian-aprin", "CNCHN", H, KT, TI, "ir-aprin", days=15, seen_on="2025-05-26", source=APRIN, cautions=(SANCTIONS,)),
    train("yiwu-tehran", "CNYIU", A, KU, UT, SR, "IRTHR", days=14, operator="InterRail Group", status="unconfirmed", seen_on="2016-02-14", source=YIWU_TEHRAN, cautions=(TRIAL, SANCTIONS)),
    train("changsha-tehran", "CNCSH", H, KT, TI, "IRTHR", status="unconfirmed", seen_on="2018-01-09", source=CHANGSHA, cautions=(TRIAL, SANCTIONS)),
    train("aprin-urumqi", "ir-aprin", TI, KT, H, "CNURM", days=14, per_week="1", both=False, status="unconfirmed", seen_on="2024-01-01", source=ESLAMSHAHR, cautions=(TRIAL, SANCTIONS)),
    train("xian-aktau", "CNCHN", H, "KZAAU", operator="KTZ Express, ADY Express", per_week="5.8", seen_on="2024-12-03", source=BAKU),
    train("altynkol-aktau", "kz-altynkol", "KZAAU", operator="KTZ Express", seen_on="2024-10-04", source=ALTYNKOL_BAKU),
    train("lanzhou-kashgar", "CNLAZ", "CNKSS", per_week="3.3", seen_on="2024-08-02", source=CKU),
    train("lianyungang-kashgar", "CNLYG", "CNKSS", per_week="0.5", seen_on="2022-10-13", source=("江苏首列中吉乌“公铁联运”国际货运班列发车", "http://www.ourjiangsu.com/a/20221013/1665667410939.shtml", "2022-10-13"), cautions=(OLD,)),
    train("urumqi-tashkent", "CNURM", H, KU, "uz-chukursay", status="unconfirmed", seen_on="2024-03-06", source=("中新社: timetabled train Urumqi–Khorgos–Almaty, from which wagons go on to Tashkent", "http://brandaundean.com/xinjiang/2024-03-07/detail-ihcyhwth7266650.shtml", "2024-03-06"), cautions=(UNSEEN,)),
    train("osh-tashkent", "KGKSU", KS, "uz-chukursay", per_week="3.3", seen_on="2024-08-02", source=CKU),
    train("kurgan-tianjin", "RUKRO", PP, H, "CNTNG", days=20, both=False, operator="FESCO", seen_on="2026-01-01", source=KURGAN),
    *(
        train(f"{name}-jiaozhou", place, A, "CNJZH", status="unconfirmed", seen_on="2025-09-01", source=ERAI, cautions=(UNSEEN,))
        for name, place in (("karaganda", "KZKGF"), ("astana", "kz-astana"), ("balkhash", "KZBXH"), ("zhezkazgan", "KZDZN"))
    ),
    # Between the other states, and inland of their ports.
    train("tashkent-moscow", "uz-chukursay", KU, IL, "ru-vorsino", status="unconfirmed", seen_on="2025-09-01", source=ERAI, cautions=(UNSEEN,)),
    train("almaty-moscow", "kz-almaty-1", IL, "ru-vorsino", status="unconfirmed", seen_on="2025-09-01", source=ERAI, cautions=(UNSEEN,)),
    train("almaty-tashkent", "kz-almaty-1", KU, "uz-chukursay", status="unconfirmed", seen_on="2022-12-31", source=("CAREC CPMM Annual Report 2022: Rail Transport", "https://cpmm.carecprogram.org/?p=133", "2022"), cautions=(UNSEEN,)),
    train("tashkent-dushanbe", "uz-chukursay", UJ, "TJDYU", through=HISSAR, status="unconfirmed", seen_on="2022-12-31", source=("CAREC CPMM Annual Report 2022: Rail Transport", "https://cpmm.carecprogram.org/?p=133", "2022"), cautions=(UNSEEN,)),
    train("almaty-aprin", "kz-almaty-1", KT, TI, "ir-aprin", status="unconfirmed", seen_on="2025-05-26", source=APRIN, cautions=(UNSEEN, SANCTIONS)),
    train("chekhov-bandar-abbas", "RUCKV", IL, KT, TI, "IRBND", operator="RZD Logistics, RAI", seen_on="2024-05-31", source=(*INSTC, "https://gstimes.in/current-affairs/russia-sends-coal-to-india-by-train-for-first-time"), cautions=(TRIAL, SANCTIONS)),
    train("bandar-abbas-tashkent", "IRBND", SR, UT, "uz-sergeli", days=14, seen_on="2023-06-30", source=SERGELI, cautions=(TRIAL, SANCTIONS), km={("IRBND", "IRCKT"): (1600, "km-sarakhs")}),
    train("bandar-abbas-almaty", "IRBND", TI, KT, "kz-almaty-1", status="unconfirmed", seen_on="2024-02-13", source=SARAKHS, cautions=(UNSEEN, SANCTIONS)),
    train("aprin-tashkent", "ir-aprin", SR, UT, "uz-chukursay", status="unconfirmed", seen_on="2024-02-13", source=SARAKHS, cautions=(UNSEEN, SANCTIONS)),
    train("bandar-abbas-aprin", "IRBND", "ir-aprin", seen_on="2024-02-13", source=SARAKHS),
    train("vladivostok-moscow", "RUVVO", "RURZH", days=11, per_week="7", operator="FESCO", rate="rail-russia-east", seen_on="2025-10-15", source=FMS, cautions=(OLD,)),
    train("vostochny-moscow", "RUVYP", "ru-vorsino", days=11, per_week="7", rate="rail-russia-east", status="unconfirmed", seen_on="2025-10-15", source=FMS, cautions=(NO_BORDER,)),
    train("vladivostok-novosibirsk", "RUVVO", "ru-kleshchikha", operator="FESCO", rate="rail-russia-east", seen_on="2025-10-15", source=FMS, cautions=(OLD,)),
    train("vladivostok-yekaterinburg", "RUVVO", "ru-yekaterinburg-tovarny", operator="FESCO", rate="rail-russia-east", seen_on="2025-10-15", source=FMS, cautions=(OLD,)),
    train("vladivostok-minsk", "RUVVO", RB, "by-kolyadichi", rate="rail-russia-east", status="unconfirmed", seen_on="2025-10-15", source=FMS, cautions=(UNSEEN,)),
    train("vladivostok-tashkent", "RUVVO", PP, KU, "uz-chukursay", days=12, operator="RZD Business Active, O'ztemiryo'lkonteyner", status="unconfirmed", seen_on="2022-02-01", source=VVO_TAS, cautions=(TRIAL,), rate="rail-vladivostok-tashkent"),
    train("petersburg-moscow", "RULED", "ru-bely-rast", days=2, per_week="1", operator="FESCO", seen_on="2024-03-16", source=FMBS),
    train("novorossiysk-moscow", "RUNVS", "ru-bely-rast", operator="FESCO", status="unconfirmed", seen_on="2025-10-20", source=("Fesco FIL-W nine months of 2025 (Kommersant)", "https://www.kommersant.ru/doc/8138913", "2025-10-20"), cautions=(UNSEEN,)),
    train("nhava-sheva-delhi", "INNSA", "INTKD", per_week="7", operator="CONCOR", seen_on="2024-05-12", source=("CONCOR launches rail from the terminals at JN Port (Construction World)", "https://www.constructionworld.in/transport-infrastructure/metro-rail-and-railways-infrastructure/concor-launches-dpd-rail-from-gateway-terminals-at-jn-port/55443", "2024-05-12")),
    train("mundra-delhi", "INMUN", "INTKD", per_week="7", operator="CONCOR", seen_on="2019-04-01", source=("CONCOR: public tariff of ICD Malanpur for Jawaharlal Nehru Port, Mundra and Pipavav", "https://ru.scribd.com/document/425527867/Revised-Public-Tariff-o-w-e-f-08-03-2019", "2019-04-01")),
    train("mundra-ludhiana", "INMUN", "INLUH", per_week="3", operator="CONCOR", status="unconfirmed", seen_on="2019-04-01", source=("CONCOR: public tariff of ICD Malanpur for Jawaharlal Nehru Port, Mundra and Pipavav", "https://ru.scribd.com/document/425527867/Revised-Public-Tariff-o-w-e-f-08-03-2019", "2019-04-01"), cautions=(UNSEEN,)),
]


def ship(name: str, here: str, there: str, **more: Any) -> dict[str, Any]:
    return {"id": f"sea-{name}", "stops": [here, there], **more}


CIW = ("Sinotrans Japan - India transshipment via Shanghai: China–India West service, Shanghai–Nhava Sheva 22 days, Mundra 24 days (Japan Press)", "http://www.japanpress.co.jp/front/SG_topnews-m.php?news=1726795410", "2024-09-20")
SENTOSA = ("India - the promised land? MSC Sentosa: Qingdao after 28 March, Nhava Sheva 17 April 2023 (Transport Journal)", "https://transportjournal.com/home/news/artikeldetail/india-the-promised-land.html?L=%271%2Findex.php.html.html", "2023-02-23")
NLC = ("First national-flag shipping service China - Karachi: Qingdao–Ningbo–Port Klang–Karachi, 18 days (Dunya News)", "https://urdu.dunyanews.tv/index.php/ur/Business/914408", "2025")
JEBEL = ("New service of K Line, PIL and WHL: Qingdao–Jebel Ali 22 days (Schiff & Hafen)", "https://schiffundhafen.de/nachrichten/schifffahrt/detail/neuer-dienst-von-k-line-pil-und-whl.html", "2010s")
FCXP = ("New container line launched in Qingdao links the port with Europe via Vladivostok (PortNews): 4 to 5 days", "https://www.en.portnews.ru/news/335576/", "2022-09-15", "https://2082.ru/blog/news/v-2023-godu-kontejnernye-perevozki-mezhdu-vladivostokom-i-kitaem-vyrosli-na-7-procentov-yanvar-24")
SOUTHLOG = ("Доставка грузов из Китая через Санкт-Петербург (southlog.ru): 45–60 days, 2,700–2,800 USD for forty feet", "https://southlog.ru/kitai/dostavka-gruzov-cherez-sankt-peterburg.html", "undated")
BALTORIENT = ("FESCO Baltorient Line: Rizhao–Saint Petersburg by Suez, 35 days, monthly; Mundra–Saint Petersburg 25 days", "http://no.exy1341.com/news/the-first-shipping-route-linking-china-and-northwestern-russia-via-the-suez-canal-has-been-opened", "2023-03-29", "https://eastrussia.ru/news/indiyskiy-port-mundra-dobavlen-v-marshrut-fesco")
ARGUS = ("Стоимость перевозок по ТМТМ продолжает снижаться (Report, Argus): Shanghai–Poti 35–40 days, 2,000–2,500 USD", "https://report.az/ru/infrastruktura/stoimost-perevozok-po-tmtm-prodolzhaet-snizhatsya-tretij-mesyac-podryad", "2025-11")
FILW = ("Fesco FIL-W nine months of 2025 (Kommersant): Novorossiysk–Nhava Sheva 17 days, every two weeks", "https://www.kommersant.ru/doc/8138913", "2025-10-20")
EMC = ("Chennai-Vladivostok maritime corridor now operational (PortNews): 24 days expected", "https://www.en.portnews.ru/news/370778/", "2024-11-26")
SUEZ = ("Chennai-Vladivostok maritime corridor becomes operational (Business Standard): Mumbai–Saint Petersburg 16,066 km, 35–40 days", "https://www.business-standard.com/amp/industry/news/chennai-vladivostok-maritime-corridor-becomes-operational-says-sonowal-124111801090_1.html", "2024-11-18")
KHI_NVS = ("Fesco expands sea routes between India and Novorossiysk (Interfax): Karachi–Mundra–Novorossiysk 23 days, monthly", "https://interfax.com/newsroom/top-stories/97397/", "2023-12-08")
MUNDRA_BND = ("Запущен новый транспортный коридор Индия – Узбекистан – Казахстан: 1,585 km by sea from Mundra to Bandar Abbas", "https://agrosektor.kz/agriculture-news/zapushhen-novyj-transportnyj-koridor-indiya-uzbekistan-kazahstan.html", "2023")
CHABAHAR = ("First direct shipping line launched between China and Chabahar (Iran-China Chamber)", "https://iccci.ir/en/first-direct-shipping-line-launched-between-china-irans-chabahar/", "2023-01-01")
FEEDER = ("Trans-Caspian container forecast 2025 and feeder fleet (Report via sia.az)", "https://sia.az/en/news/economy/1235452.html", "2025", "https://uic.org/com/enews/nr/644/article/kazakhstan-a-regular-feeder-service-on-the-trans-caspian-route-is-launched")
FERRY = ("Ferry Zarifa Aliyeva reaches Kuryk (Sea News AZ): 20–22 hours", "https://sea-news.az/2022/05/06/ferry-vessel-zarifa-aliyeva-reaches-port-of-kuryk/", "2022-05-06")
TM_ALAT = ("Container traffic between Turkmenbashi and Alat (nCa)", "https://www.newscentralasia.net/2023/07/19/container-traffic-between-the-ports-of-turkmenistan-and-azerbaijan-is-growing/", "2023-07-19")
KURYK_IRAN = ("Порт Курык открывает паромную линию Курык–Амирабад/Энзели (almatybusiness.gov.kz): 1,600–1,700 USD for a truck", "https://almatybusiness.gov.kz/news/3349", "2022")
INSTC_SEA = ("Russia sends first shipment to Mumbai via INSTC: Saint Petersburg–Astrakhan–Anzali–Bandar Abbas–Mumbai (Cargo Breaking News)", "https://cargobreakingnews.com/russia-sends-first-shipment-to-mumbai-via-instc/", "2022-06")
VIA_SUEZ = {
    "en": "The distance is that by Suez; ships that go round the Cape take about ten days longer. Ask for the line's routing.",
    "zh": "里程按经苏伊士运河计；若绕行好望角约多十天，请核实船公司航线。",
    "ru": "Расстояние — через Суэц; в обход мыса Доброй Надежды идут примерно на десять суток дольше. Уточните маршрут линии.",
}
BANS = {
    "en": "Since spring 2025 India and Pakistan have shut their ports to each other's cargo: this line may no longer join calls in both.",
    "zh": "2025 年春以来印巴互禁对方货物经其港口转运，本航线可能已不能同时挂靠两国港口。",
    "ru": "С весны 2025 года Индия и Пакистан закрыли порты для грузов друг друга: линия может уже не заходить в обе страны.",
}

SEA = [
    ship("qingdao-vladivostok", "CNTAO", "RUVVO", days=5, per_week="2", operator="FESCO", rate="sea-vladivostok", seen_on="2024-01-31", source=FCXP),
    ship("qingdao-vostochny", "CNTAO", "RUVYP", days=5, rate="sea-vladivostok", status="unconfirmed", seen_on="2024-01-31", source=FCXP, cautions=(UNSEEN,)),
    ship("shanghai-vladivostok", "CNSGH", "RUVVO", per_week="1", operator="FESCO", rate="sea-vladivostok", seen_on="2024-01-31", source=FCXP),
    ship("qingdao-nhava-sheva", "CNTAO", "INNSA", days=20, per_week="1", operator="MSC", rate="sea-asia-south", rate_back="sea-to-china", seen_on="2024-09-20", source=(*SENTOSA, CIW[1])),
    ship("shanghai-nhava-sheva", "CNSGH", "INNSA", days=22, per_week="1", operator="Sinotrans", rate="sea-asia-south", rate_back="sea-to-china", seen_on="2024-09-20", source=CIW),
    ship("qingdao-mundra", "CNTAO", "INMUN", days=24, per_week="1", operator="Sinotrans, MSC", rate="sea-asia-south", rate_back="sea-to-china", seen_on="2024-09-20", source=CIW),
    ship("qingdao-chennai", "CNTAO", "INMAA", rate="sea-asia-south", rate_back="sea-to-china", status="unconfirmed", seen_on="2024-11-26", source=EMC, cautions=(UNSEEN,)),
    ship("qingdao-karachi", "CNTAO", "PKKHI", days=18, operator="National Logistics Corporation, AP Line", rate="sea-asia-south", rate_back="sea-to-china", seen_on="2025-12-31", source=NLC),
    ship("qingdao-port-qasim", "CNTAO", "PKBQM", days=18, rate="sea-asia-south", rate_back="sea-to-china", status="unconfirmed", seen_on="2025-12-31", source=NLC, cautions=(UNSEEN,)),
    ship("qingdao-bandar-abbas", "CNTAO", "IRBND", days=22, rate="sea-asia-south", rate_back="sea-to-china", seen_on="2023-06-30", source=(*JEBEL, "https://en.daylinews.ir/tashkent-says-its-1st-cargo-train-uses-iran-as-transit-route/"), cautions=(SANCTIONS, OLD)),
    ship("shanghai-chabahar", "CNSGH", "IRCI3", rate="sea-asia-south", rate_back="sea-to-china", status="unconfirmed", seen_on="2023-01-01", source=CHABAHAR, cautions=(SANCTIONS,)),
    ship("rizhao-petersburg", "CNRZH", "RULED", days=35, per_week="0.25", operator="FESCO", rate="sea-petersburg", rate_back="sea-to-china", seen_on="2023-05-31", source=BALTORIENT, cautions=(VIA_SUEZ, SANCTIONS)),
    ship("qingdao-petersburg", "CNTAO", "RULED", days=52.5, rate="sea-petersburg", rate_back="sea-to-china", status="unconfirmed", seen_on="2023-05-31", source=SOUTHLOG, cautions=(VIA_SUEZ, UNSEEN, SANCTIONS)),
    ship("qingdao-novorossiysk", "CNTAO", "RUNVS", days=37.5, rate="sea-black-sea", rate_back="sea-to-china", time_by="time-sea-poti", status="unconfirmed", seen_on="2025-11-30", source=ARGUS, cautions=(UNSEEN, SANCTIONS)),
    ship("novorossiysk-nhava-sheva", "RUNVS", "INNSA", days=17, per_week="0.5", operator="FESCO", rate="sea-asia-south", seen_on="2025-10-20", source=FILW, cautions=(SANCTIONS,)),
    ship("novorossiysk-mundra", "RUNVS", "INMUN", days=17, per_week="0.5", operator="FESCO", rate="sea-asia-south", seen_on="2025-10-20", source=FILW, cautions=(SANCTIONS,)),
    ship("chennai-vladivostok", "INMAA", "RUVVO", days=24, rate="sea-asia-south", seen_on="2024-11-26", source=EMC, km={("INMAA", "RUVVO"): (10458, "")}),
    ship("mumbai-petersburg", "INNSA", "RULED", days=37.5, rate="sea-petersburg", seen_on="2024-11-18", source=SUEZ, km={("INNSA", "RULED"): (16066, "")}, cautions=(VIA_SUEZ, SANCTIONS)),
    ship("mundra-petersburg", "INMUN", "RULED", days=25, per_week="0.25", operator="FESCO", rate="sea-petersburg", seen_on="2023-05-31", source=BALTORIENT, cautions=(VIA_SUEZ, SANCTIONS)),
    ship("karachi-novorossiysk", "PKKHI", "RUNVS", days=23, per_week="0.25", operator="FESCO", rate="sea-asia-south", seen_on="2023-12-08", source=KHI_NVS, status="unconfirmed", cautions=(BANS, SANCTIONS)),
    ship("mundra-bandar-abbas", "INMUN", "IRBND", rate="sea-asia-south", seen_on="2023-12-31", source=MUNDRA_BND, km={("INMUN", "IRBND"): (1585, "")}, cautions=(SANCTIONS,)),
    ship("nhava-sheva-bandar-abbas", "INNSA", "IRBND", rate="sea-asia-south", seen_on="2022-07-31", source=INSTC_SEA, cautions=(SANCTIONS,)),
    ship("karachi-bandar-abbas", "PKKHI", "IRBND", rate="sea-asia-south", status="unconfirmed", seen_on="2022-07-31", source=INSTC_SEA, cautions=(UNSEEN, SANCTIONS)),
    # The Caspian.
    ship("aktau-alat", "KZAAU", "AZALA", days=2, per_week="1", operator="Kazmortransflot, ASCO", rate="ferry-kuryk-alat", seen_on="2025-12-31", source=FEEDER),
    ship("kuryk-alat", "KZKUR", "AZALA", days=0.9, per_week="2", operator="ASCO", rate="ferry-kuryk-alat", seen_on="2022-05-06", source=FERRY),
    ship("turkmenbashi-alat", "TMKRW", "AZALA", days=1, per_week="2", rate="ferry-turkmenbashi-alat", seen_on="2023-07-19", source=TM_ALAT),
    ship("aktau-anzali", "KZAAU", "IRBAZ", rate="ferry-kuryk-iran", status="unconfirmed", seen_on="2022-12-31", source=KURYK_IRAN, cautions=(UNSEEN, SANCTIONS)),
    ship("kuryk-anzali", "KZKUR", "IRBAZ", rate="ferry-kuryk-iran", status="unconfirmed", seen_on="2022-12-31", source=KURYK_IRAN, cautions=(TRIAL, SANCTIONS)),
    ship("kuryk-amirabad", "KZKUR", "IRAMD", rate="ferry-kuryk-iran", status="unconfirmed", seen_on="2022-12-31", source=KURYK_IRAN, cautions=(TRIAL, SANCTIONS)),
    ship("turkmenbashi-amirabad", "TMKRW", "IRAMD", rate="ferry-kuryk-iran", status="unconfirmed", seen_on="2023-07-19", source=TM_ALAT, cautions=(UNSEEN, SANCTIONS)),
    ship("aktau-nowshahr", "KZAAU", "ir-nowshahr", rate="ferry-kuryk-iran", status="unconfirmed", seen_on="2022-12-31", source=KURYK_IRAN, cautions=(UNSEEN, SANCTIONS)),
    ship("turkmenbashi-anzali", "TMKRW", "IRBAZ", rate="ferry-kuryk-iran", status="unconfirmed", seen_on="2023-07-19", source=TM_ALAT, cautions=(UNSEEN, SANCTIONS)),
    ship("astrakhan-anzali", "RUASF", "IRBAZ", rate="ferry-kuryk-iran", seen_on="2022-06-30", source=INSTC_SEA, cautions=(TRIAL, SANCTIONS)),
]

CHINA_AIR = ("CN-TAO-AIR", "CN-TNA-AIR", "CN-URC-AIR", "CN-PEK-AIR", "CN-CGO-AIR")
ABROAD_AIR = ("KZ-ALA-AIR", "UZ-TAS-AIR", "KG-BSZ-AIR", "TJ-DYU-AIR", "RU-SVO-AIR", "BY-MSQ-AIR", "IN-DEL-AIR", "IN-BOM-AIR", "PK-KHI-AIR", "PK-LHE-AIR", "PK-ISB-AIR", "IR-IKA-AIR")  # fmt: skip
OTHER_AIR = (
    ("RU-SVO-AIR", "UZ-TAS-AIR"), ("RU-SVO-AIR", "KZ-ALA-AIR"), ("RU-SVO-AIR", "KG-BSZ-AIR"), ("RU-SVO-AIR", "TJ-DYU-AIR"), ("RU-SVO-AIR", "BY-MSQ-AIR"),
    ("RU-SVO-AIR", "IN-DEL-AIR"), ("RU-SVO-AIR", "IR-IKA-AIR"), ("KZ-ALA-AIR", "IR-IKA-AIR"), ("KZ-ALA-AIR", "IN-DEL-AIR"), ("UZ-TAS-AIR", "IN-DEL-AIR"),
    ("UZ-TAS-AIR", "PK-ISB-AIR"), ("UZ-TAS-AIR", "PK-LHE-AIR"), ("KZ-ALA-AIR", "PK-ISB-AIR"), ("IN-BOM-AIR", "IR-IKA-AIR"),
)  # fmt: skip
ON_REQUEST = {
    "en": "No scheduled freighter is on file for this pair; air freight goes on passenger flights or by a change of aircraft. Goods travel on pallets, not in the container.",
    "zh": "此航线无在册定期全货机，空运货物由客机腹舱或中转航班承运，以航空板装载，不随集装箱运输。",
    "ru": "Регулярного грузового рейса по этой паре в базе нет: груз идёт пассажирскими рейсами или с пересадкой, на паллетах, без контейнера.",
}
FLOWN = {
    ("CN-URC-AIR", "UZ-TAS-AIR"): (("New cargo air route links Xinjiang, Uzbekistan (Xinhua): five to seven a week", "http://m.nsh-em.com/english/2019-07/16/c_138231572.htm", "2019-07-16"), "2019-07-16", "unconfirmed"),
    ("CN-URC-AIR", "UZ-UGC-AIR"): (("Между Урумчи и Ургенчем открылся воздушный маршрут грузоперевозок (Синьхуа): two a week", "https://ydyl.gansu.gov.cn/rusgsydyl/news/topnews/202508/t20250805_29518.html", "2025-08-05"), "2025-08-05", "operating"),
    **{("CN-KHG-AIR", there): (("Kashgar – Cologne cargo flights; six cargo routes of Kashgar (RayHaber)", "https://mr.rayhaber.com/2023/11", "2023-11"), "2023-11-01", "unconfirmed") for there in ("PK-ISB-AIR", "PK-LHE-AIR", "PK-KHI-AIR")},
}  # fmt: skip


def _flights() -> list[dict[str, Any]]:
    rows = []
    # Qingdao–Almaty stands in services.toml with its timetable.
    pairs = [(here, there) for here in CHINA_AIR for there in ABROAD_AIR if (here, there) != ("CN-TAO-AIR", "KZ-ALA-AIR")]
    for here, there in [*pairs, *OTHER_AIR, *(each for each in FLOWN if each not in pairs)]:
        row: dict[str, Any] = {"id": f"air-{here[3:6].lower()}-{there[3:6].lower()}", "stops": [here, there]}
        if (here, there) in FLOWN:
            row["source"], row["seen_on"], row["status"] = FLOWN[here, there]
        else:
            row |= {"status": "unconfirmed", "cautions": (ON_REQUEST,)}
        rows.append(row)
    return rows


AIR = _flights()


def truck(name: str, *stops: str, **more: Any) -> dict[str, Any]:
    return {"id": f"truck-{name}", "stops": list(stops), **more}


TIR = ("ecns: 435 TIR trucks left the SCO zone in 2025, to Russia, Kyrgyzstan, Uzbekistan, Kazakhstan and Belarus", "http://www.ecns.cn/news/economy/2026-01-15/detail-iheywhna5924176.shtml", "2026-01-15")
CAREC = ("CAREC CPMM Annual Report 2022: Road Transport", "https://cpmm.carecprogram.org/2022-report/road-transport", "2022")
SHENZHEN = ("Thirteen days less: TIR Shenzhen – Irkeshtam – Tashkent (Transport Journal, IRU)", "https://m.transportjournal.com/fr/artikeldetail/thirteen-days-less.html", "2024")
PAMIR = ("Uzbekistan, Tajikistan, China plan to launch new transport corridor: Termez–Dushanbe–Khorog–Kulma–Kashgar (Times of Central Asia)", "https://timesca.com/uzbekistan-tajikistan-china-plan-to-launch-new-transport-corridor/", "2018-08-13")
KKH = ("Khunjerab Pass: 75 km to Sost, 270 to Gilgit, 870 to Islamabad, 130 to Tashkurgan, 420 to Kashgar", "http://bilspostcards.blogspot.com/2019/10/khunjerab-pass.html", "2019-10")
CONVOY = ("First convoy on Tashkent – Andijan – Osh – Irkeshtam – Kashgar (Silk Road News)", "https://silkroadnews.org/en/news/uzbekistan-is-getting-ready-to-send-its-first-convoy-on-a-new-route-to-china", "2018-02")

IRK, TOR, KHU, KUL = "CN-KG-irkeshtam-road", "CN-KG-torugart-road", "CN-PK-khunjerab-sost-road", "CN-TJ-kulma-karasu-road"
NZH, BAK, MAI, KOL = "CN-KZ-khorgos-nur-zholy-road", "CN-KZ-bakhty-road", "CN-KZ-jeminay-maikapchagai-road", "CN-KZ-dulata-kolzhat-road"
MZR, SFR, HEI = "CN-RU-manzhouli-zabaikalsk-road", "CN-RU-suifenhe-pogranichny-road", "CN-RU-heihe-kani-kurgan-road"
ERR, ALT = "CN-MN-erenhot-zamyn-uud-road", "MN-RU-altanbulag-kyakhta-road"
KOR, KAZ, KON = "KZ-KG-kordai-ak-zhol-road", "KZ-UZ-kazygurt-road", "KZ-UZ-konysbayev-yallama-road"
DUS, SAR, OYB, PLO, JAR = "KG-UZ-dostuk-dustlik-road", "TJ-UZ-dusti-sariosiyo-road", "TJ-UZ-fotehobod-oybek-road", "TJ-UZ-spitamen-plotina-road", "TJ-UZ-sarazm-jartepa-road"
KAI, ZHA, KAR, URL, SHA, AIS = "KZ-RU-kairak-road", "KZ-RU-zhana-zhol-road", "KZ-RU-karakoga-road", "KZ-RU-urlitobe-road", "KZ-RU-sharbakty-road", "KZ-KG-aisha-bibi-chon-kapka-road"
FAR, LOT, MIR, GAB = "TM-UZ-farap-alat-road", "IR-TM-lotfabad-road", "IR-PK-mirjaveh-taftan-road", "IR-PK-rimdan-gabd-road"
HAI, TORK, ASR, REDKI = "AF-UZ-hairatan-termez-road", "AF-PK-torkham-road", "AZ-IR-astara-road", "BY-RU-redki-krasnaya-gorka-road"
MASH = "KZ-RU-syrym-mashtakovo-road"
OSH_IRKESHTAM = {("kg-irkeshtam", "KGOSS"): (240, "km-osh-irkeshtam"), ("kg-irkeshtam", "kg-dostuk"): (250, "km-osh-irkeshtam")}
TORUGART = {("kg-torugart", "KGFRU"): (539, "km-torugart"), ("kg-torugart", "kg-ak-zhol"): (560, "km-torugart")}
KKH_KM = {("CNKSS", "cn-khunjerab"): (290, "km-karakoram"), ("pk-sost", "PKISB"): (795, "km-karakoram"), ("pk-sost", "PKGIL"): (195, "km-karakoram"), ("PKISB", "pk-sost"): (795, "km-karakoram")}


def _trucks() -> list[dict[str, Any]]:
    tir = {"operator": "TIR carriers of the SCO Demonstration Zone", "seen_on": "2026-01-15", "source": TIR}
    plain = {"seen_on": "2022-12-31", "source": CAREC}
    rows = [
        # From Jiaozhou by TIR.
        truck("jiaozhou-bishkek", "CNJZH", NZH, KOR, "KGFRU", **tir),
        truck("jiaozhou-tashkent", "CNJZH", NZH, KAZ, "UZTAS", **tir),
        truck("jiaozhou-tashkent-irkeshtam", "CNJZH", IRK, DUS, "UZTAS", km=OSH_IRKESHTAM, operator="TIR carriers", seen_on="2024-12-31", source=SHENZHEN),
        truck("jiaozhou-osh-irkeshtam", "CNJZH", IRK, "KGOSS", km=OSH_IRKESHTAM, operator="TIR carriers", seen_on="2024-12-31", source=SHENZHEN),
        truck("jiaozhou-bishkek-torugart", "CNJZH", TOR, "KGFRU", km=TORUGART, operator="TIR carriers", seen_on="2024-03-01", source=TIR),
        truck("jiaozhou-dushanbe", "CNJZH", NZH, KAZ, OYB, "TJDYU", status="unconfirmed", seen_on="2026-01-15", source=TIR, cautions=(UNSEEN,)),
        truck("jiaozhou-astana-bakhty", "CNJZH", BAK, "kz-astana", **tir),
        truck("jiaozhou-semey-maikapchagai", "CNJZH", MAI, "KZUKK", status="unconfirmed", seen_on="2026-01-15", source=TIR, cautions=(UNSEEN,)),
        truck("jiaozhou-moscow-khorgos", "CNJZH", NZH, MASH, "RUMOW", **tir),
        truck("jiaozhou-moscow-bakhty", "CNJZH", BAK, KAR, "RUMOW", **tir),
        truck("jiaozhou-moscow-manzhouli", "CNJZH", MZR, "RUMOW", **tir),
        truck("jiaozhou-vladivostok", "CNJZH", SFR, "RUVVO", status="unconfirmed", seen_on="2026-01-15", source=TIR, cautions=(UNSEEN,)),
        truck("jiaozhou-minsk", "CNJZH", BAK, KAR, REDKI, "BYMSQ", **tir),
        truck("jiaozhou-islamabad", "CNJZH", KHU, "PKISB", km=KKH_KM, status="unconfirmed", seen_on="2024-12-03", source=KKH, cautions=(UNSEEN,)),
        # From the border cities, to which trucks of the country come from farther.
        truck("yining-almaty", "CNYIN", NZH, "KZALA", **plain),
        truck("tacheng-astana", "CNTCS", BAK, "kz-astana", **plain),
        truck("jeminay-oskemen", MAI, "KZUKK", **plain),
        truck("yining-almaty-kolzhat", "CNYIN", KOL, "KZALA", **plain),
        truck("kashgar-osh", "CNKSS", IRK, "KGOSS", km=OSH_IRKESHTAM, seen_on="2025-10-15", source=CONVOY),
        truck("kashgar-tashkent", "CNKSS", IRK, DUS, "UZTAS", km=OSH_IRKESHTAM, seen_on="2025-10-15", source=CONVOY),
        truck("kashgar-bishkek", "CNKSS", TOR, "KGFRU", km=TORUGART, seen_on="2024-03-01", source=TIR),
        truck("kashgar-dushanbe", "CNKSS", KUL, "TJDYU", km={("tj-kulma", "TJDYU"): (981, "km-pamir")}, seen_on="2020-01-28", source=PAMIR, cautions=(OLD,)),
        truck("kashgar-islamabad", "CNKSS", KHU, "PKISB", km=KKH_KM, seen_on="2024-12-03", source=KKH),
        truck("kashgar-gilgit", "CNKSS", KHU, "PKGIL", km=KKH_KM, seen_on="2024-12-03", source=KKH),
        truck("manzhouli-chita", "CNMLX", MZR, "RUHTA", seen_on="2025-04-15", source=TIR),
        truck("suifenhe-vladivostok", "CNSFH", SFR, "RUVVO", seen_on="2021-12-31", source=TIR),
        truck("heihe-blagoveshchensk", "CNHEK", HEI, "RUBQS", seen_on="2025-05-07", source=TIR),
        truck("erenhot-ulan-ude", "CNERC", ERR, ALT, "RUUUD", seen_on="2025-12-29", source=TIR),
    ]
    joined = (
        # Between the other states, over the crossings between them.
        ("almaty-bishkek", "KZALA", KOR, "KGFRU"), ("taraz-bishkek", "KZTAR", AIS, "KGFRU"), ("almaty-tashkent", "KZALA", KAZ, "UZTAS"), ("shymkent-tashkent", "KZCIT", KAZ, "UZTAS"),
        ("astana-tashkent", "kz-astana", KAZ, "UZTAS"), ("shymkent-samarkand", "KZCIT", KON, "UZSKD"), ("bishkek-tashkent", "KGFRU", AIS, KAZ, "UZTAS"), ("osh-tashkent", "KGOSS", DUS, "UZTAS"),
        ("osh-andijan", "KGOSS", DUS, "UZAZN"), ("tashkent-dushanbe", "UZTAS", OYB, "TJDYU"), ("tashkent-khujand", "UZTAS", OYB, "TJKHU"), ("samarkand-dushanbe", "UZSKD", JAR, "TJDYU"),
        ("termez-dushanbe", "UZTER", SAR, "TJDYU"), ("khujand-shymkent", "TJKHU", OYB, KAZ, "KZCIT"), ("dushanbe-almaty", "TJDYU", OYB, KAZ, "KZALA"), ("dushanbe-bishkek", "TJDYU", OYB, KAZ, AIS, "KGFRU"),
        ("almaty-moscow", "KZALA", MASH, "RUMOW"), ("astana-moscow", "kz-astana", KAR, "RUMOW"), ("astana-yekaterinburg", "kz-astana", KAI, "RUYEK"), ("kostanay-chelyabinsk", "KZKSN", KAI, "RUCEK"),
        ("almaty-novosibirsk", "KZALA", URL, "RUOVB"), ("astana-omsk", "kz-astana", URL, "RUOMS"), ("pavlodar-novosibirsk", "KZPWQ", SHA, "RUOVB"), ("uralsk-samara", "KZURA", MASH, "RUKUF"),
        ("tashkent-moscow", "UZTAS", KAZ, MASH, "RUMOW"), ("bishkek-moscow", "KGFRU", AIS, MASH, "RUMOW"), ("dushanbe-moscow", "TJDYU", OYB, KAZ, MASH, "RUMOW"),
        ("minsk-moscow", "BYMSQ", REDKI, "RUMOW"), ("minsk-petersburg", "BYMSQ", REDKI, "RULED"), ("almaty-minsk", "KZALA", MASH, REDKI, "BYMSQ"), ("tashkent-minsk", "UZTAS", KAZ, MASH, REDKI, "BYMSQ"),
        ("tashkent-mashhad", "UZTAS", FAR, LOT, "IRMHD"), ("tashkent-tehran", "UZTAS", FAR, LOT, "IRTHR"), ("dushanbe-tehran", "TJDYU", SAR, FAR, LOT, "IRTHR"), ("almaty-tehran", "KZALA", KAZ, FAR, LOT, "IRTHR"),
        ("bishkek-tehran", "KGFRU", AIS, KAZ, FAR, LOT, "IRTHR"), ("tashkent-bandar-abbas", "UZTAS", FAR, LOT, "IRBND"), ("dushanbe-bandar-abbas", "TJDYU", SAR, FAR, LOT, "IRBND"),
        ("quetta-tehran", "PKUET", MIR, "IRTHR"), ("karachi-bandar-abbas", "PKKHI", GAB, "IRBND"), ("quetta-mashhad", "PKUET", MIR, "IRMHD"),
        ("islamabad-tashkent-kashgar", "PKISB", KHU, IRK, DUS, "UZTAS"), ("islamabad-bishkek-kashgar", "PKISB", KHU, TOR, "KGFRU"), ("islamabad-almaty-kashgar", "PKISB", KHU, TOR, KOR, "KZALA"),
        ("islamabad-tashkent-kabul", "PKISB", TORK, HAI, "UZTAS"), ("baku-tehran", "AZALA", ASR, "IRTHR"), ("lahore-delhi", "PKLHE", "IN-PK-attari-wagah-road", "INDEL"),
    )  # fmt: skip
    for name, *stops in joined:
        row = truck(name, *stops, **plain)
        if any(stop in (LOT, MIR, GAB, HAI, ASR) for stop in stops):
            row["cautions"] = (SANCTIONS,)
        if KHU in stops:
            row |= {"km": {**KKH_KM, **OSH_IRKESHTAM, **TORUGART}, "status": "unconfirmed", "source": KKH, "seen_on": "2024-12-03", "cautions": (UNSEEN,)}
        rows.append(row)
    return rows


ROAD = _trucks()
