"""The tool that reads China's printed tariff, on lines as the tariff of 2026 prints them."""

import csv
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"
RULE = " " * 60

TEXT = f"""--- Page 100 ---
序号 税则号列 货品名称 最惠国税率(%) 协定税率(%) 特惠税率(%) 普通税率(%)
 02.07 品目01.05所列家禽的鲜、冷、冻肉及食用杂碎：
220 0207.1411 ----带骨的 ① 0 东盟AS,智CL,新西兰NZ,澳门MO
 0 惠LD ②
 --冻的：
{RULE}
①税率：0.6 元/千克。
②税率：4.2 元/千克。
--- Page 134 ---
序号 税则号列 货品名称 最惠国税率(%) 协定税率(%) 特惠税率(%) 普通税率(%)
643 0712.3920 ---金针菇 13 0 东盟AS,智CL,新西兰NZ
 0 惠LD 100
   1.5 巴PK
   9 亚太AP
644 0303.5990 ---其他 7 0 东盟AS,巴PK,智CL
 0 惠LD, 亚太 AP 40
   3.5 亚太AP
 ex03035990 冻毛鳞鱼，但食用杂碎除外 ∆5
1350 2515.1200 --用锯或其他方法切割成矩形（包
括正方形）的板、块 4∆0 0 东盟AS,巴PK 0 惠LD 80
857 1006.3020 ---长粒米 65① 0 港HK,澳门MO ② 惠LD 180
{RULE}
①关税配额税率：1。
②关税配额税率：1。
--- Page 1400 ---
序号 税则号列 货品名称 出口税率（%）
1 72024100 按重量计含碳量在4％以上的铬铁 40
2 81101010 未锻轧锑 20∆5
3 ex28269090 氟钽酸钾 20∆5
"""


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, dict[str, str]]]:
    monkeypatch.syspath_prepend(str(TOOLS))
    import read_china_tariff as tool

    (tmp_path / "tariff.txt").write_text(TEXT, "utf-8")
    monkeypatch.setattr(tool, "DATA", tmp_path)
    asked = [
        "tool",
        str(tmp_path / "tariff.txt"),
        "2026",
        "--title",
        "T",
        "--address",
        "https://example.org",
        "--checked",
        "2026-11-29",
    ]
    monkeypatch.setattr(sys, "argv", asked)
    tool.main()
    files = {path.stem: path.read_text("utf-8") for path in tmp_path.glob("*.csv")}
    return {name: {row["id"]: row for row in csv.DictReader(text.splitlines())} for name, text in files.items()}


def test_every_form_of_a_rate_becomes_a_row(written: dict[str, dict[str, dict[str, str]]]) -> None:
    assert {name: row["expression"] for name, row in written["cn-tariff"].items()} == {
        "CN-02071411-duty": "0.6 CNY/KGM",
        "CN-03035990-duty": "7%",
        "CN-03035990-duty-ex": "5%",
        "CN-07123920-duty": "13%",
        "CN-10063020-duty": "65%",
        "CN-10063020-duty-quota": "1%",
        "CN-25151200-duty": "4%",
        "CN-25151200-duty-provisional": "FREE",
    }
    assert written["cn-tariff"]["CN-03035990-duty-ex"]["conditions"] == "proof:CN-ex03035990"
    assert written["cn-tariff"]["CN-03035990-duty-ex"]["text_zh"] == "冻毛鳞鱼，但食用杂碎除外"


def test_agreement_rates_are_those_below_the_rate_for_all(written: dict[str, dict[str, dict[str, str]]]) -> None:
    found = {(row["commodity"], row["origin"]): row["expression"] for row in written["cn-agreements"].values()}
    assert found == {
        ("030359", "APTA"): "3.5%", ("030359", "PK"): "FREE", ("071239", "APTA"): "9%", ("071239", "PK"): "1.5%",
        ("251512", "PK"): "FREE",
    }  # fmt: skip


def test_export_duties_take_the_provisional_rate_and_leave_the_rest_of_a_line_unknown(
    written: dict[str, dict[str, dict[str, str]]],
) -> None:
    rows = written["cn-export-duty"]
    assert rows["CN-72024100-export"]["expression"] == "40%"
    assert rows["CN-81101010-export"]["expression"] == "5%"
    assert rows["CN-28269090-export"]["conditions"].startswith("unread:")
    assert rows["CN-28269090-export-ex"]["replaces"] == "CN-28269090-export"
