"""The worker's telephone without signal: a list that only the PIN opens, records that wait, and what comes of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.visitors import Door
from tests.browser.windows import window

WORKER, PIN = "field-yanta", "2857-ab"
PLACE = {"latitude": 34.2134512, "longitude": 108.9432, "accuracy": 23.4}
# Everything that lies in the telephone's store, as one text.
STORE = """async () => {
  const db = await new Promise((done) => {
    const q = indexedDB.open('yk-field', 1);
    q.onsuccess = () => done(q.result);
  });
  const text = [];
  for (const room of ['meta', 'list', 'queue']) {
    const rows = await new Promise((done) => {
      const q = db.transaction(room).objectStore(room).getAll();
      q.onsuccess = () => done(q.result);
    });
    text.push(JSON.stringify(rows, (key, value) =>
      value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value));
  }
  db.close();
  return text.join('\\n');
}"""
CACHES = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) found[new URL(one.url).pathname] = await (await cache.match(one)).text();
  }
  return found;
}"""


@pytest.fixture
def telephone(browser: Browser, door: Door) -> Iterator[BrowserContext]:
    with window(browser, door, WORKER, geolocation=PLACE, permissions=["geolocation"]) as context:
        yield context


def taken_along(telephone: BrowserContext, door: Door) -> Page:
    """Today's list is on the telephone, and the signal is gone."""
    tab = telephone.new_page()
    tab.goto(f"{door.url}/field/")
    tab.locator("#pin-form button").click()
    tab.fill("#pin", PIN)
    tab.fill("#pin2", PIN)
    tab.locator("#pin-form button").click()
    expect(tab.locator("#state")).to_contain_text("名单已存在手机里")
    tab.wait_for_function("navigator.serviceWorker.controller !== null")
    telephone.set_offline(True)
    return tab


def opened_again(tab: Page, door: Door, pin: str = PIN) -> None:
    tab.goto(f"{door.url}/field/")
    tab.fill("#pin", pin)
    tab.locator("#pin-form button").click()


def record(tab: Page, visit: str, outcome: str) -> str:
    """Fill in the form of a visit. Gives the person's name as it is shown."""
    tab.locator(f'.tasks li a[href$="#{visit}"]').click()
    name = tab.locator("#visit h2").first.inner_text()
    tab.check(f"[name=outcome][value={outcome}]")
    if outcome == "met":
        tab.check("[name=document_seen]")
    return name


def listed(tab: Page) -> list[str]:
    """The visits of the list on the telephone."""
    tab.locator(".tasks a").first.wait_for()
    return [link.rpartition("#")[2] for link in tab.locator(".tasks a").evaluate_all("all => all.map(a => a.href)")]


def send(tab: Page) -> None:
    tab.locator("#record button.wide-button").click()
    expect(tab.locator("#visit")).to_be_hidden()


def write_three(tab: Page, visits: list[str], picture: Path) -> list[str]:
    """Three records without signal: somebody met, a closed door, a refusal. Gives the names as they are shown."""
    changed = record(tab, visits[0], "met")
    tab.check("[name=photo_consent]")
    tab.set_input_files("#photo", picture)
    tab.check("[name=location_consent]")
    expect(tab.locator("#where")).to_contain_text("误差约23米")
    expect(tab.locator("#shot")).to_be_visible()
    tab.fill("[name=note]", "耳背，敲门要久一点")
    send(tab)
    sent = record(tab, visits[1], "not_home")
    send(tab)
    called_off = record(tab, visits[2], "declined")
    send(tab)
    return [changed, sent, called_off]


def leaks(tab: Page, words: list[str]) -> list[str]:
    """Words about people that lie open in the telephone's store or in what the service worker keeps."""
    pages = tab.evaluate(CACHES)
    assert "/field/shell/" in pages
    kept = tab.evaluate(STORE) + "".join(text for path, text in pages.items() if not path.endswith(".js"))
    return [word for word in words if word in kept]


def test_a_day_without_signal(telephone: BrowserContext, door: Door, tmp_path: Path) -> None:
    applicant = whose_application_runs(telephone, door)
    tab, picture = taken_along(telephone, door), tmp_path / "face.jpg"
    Image.effect_noise((900, 1200), 60).convert("RGB").save(picture)
    opened_again(tab, door)
    expect(tab.locator("#state")).to_contain_text("没有信号")
    addresses = tab.locator(".tasks small").all_inner_texts()[::2]
    visits = sorted(listed(tab), key=lambda visit: visit != applicant)
    changed, sent, called_off = write_three(tab, visits, picture)
    expect(tab.locator("#unsent")).to_contain_text("已存在本机，未上传 3 件")
    assert leaks(tab, [*addresses, changed, "雁塔", "耳背"]) == []

    meanwhile(telephone, door, visits)
    telephone.set_offline(False)
    opened_again(tab, door)
    results = tab.locator("#results > section")
    expect(results.filter(has_text=sent)).to_contain_text("受理编号 YK")
    expect(results.filter(has_text=called_off)).to_contain_text("已取消")
    conflict = results.filter(has_text=changed)
    expect(conflict).to_contain_text("撤回申请")
    expect(conflict).to_contain_text("耳背")
    expect(tab.locator("#unsent")).to_contain_text("未上传 2 件")
    conflict.get_by_text("仍然提交").click()
    expect(conflict).to_contain_text("受理编号 YK")
    results.filter(has_text=called_off).locator("form button").click()
    expect(tab.locator("#results")).to_contain_text("理由已记录")
    expect(tab.locator("#unsent")).to_be_hidden()


def test_words_that_lie_open_are_seen(telephone: BrowserContext, door: Door) -> None:
    tab = taken_along(telephone, door)
    tab.evaluate("""() => new Promise((done) => {
      const q = indexedDB.open('yk-field', 1);
      q.onsuccess = () => {
        const deal = q.result.transaction('meta', 'readwrite');
        deal.objectStore('meta').put('雁塔区', 'planted');
        deal.oncomplete = () => { q.result.close(); done(); };
      };
    })""")
    assert leaks(tab, ["雁塔", "耳背"]) == ["雁塔"]


def whose_application_runs(telephone: BrowserContext, door: Door) -> str:
    """The visit of somebody who can withdraw an application: the order of a list is not the same in every city."""
    tab = telephone.new_page()
    tab.goto(f"{door.url}/field/")
    links = tab.locator(".tasks a").evaluate_all("all => all.map(a => a.pathname)")
    offers = {link: tab.goto(door.url + link) and tab.locator("[href*=withdraw_application]").count() for link in links}
    tab.close()
    return next(link.split("/")[-2] for link in links if offers[link])


def meanwhile(telephone: BrowserContext, door: Door, visits: list[str]) -> None:
    """With signal and without scripts the first one's application is withdrawn and the third one's visit called off."""
    office = telephone.browser.new_context(storage_state=telephone.storage_state(), java_script_enabled=False)
    office.set_default_timeout(10_000)
    tab = office.new_page()
    for visit, code in ((visits[0], "withdraw_application"), (visits[2], "cancel_visit")):
        tab.goto(f"{door.url}/field/visits/{visit}/services/{code}/")
        tab.locator("[name=present]").check()
        for _ in range(2):
            tab.locator("main form button").first.click()
            tab.wait_for_load_state()
        assert "已办理" in tab.title(), tab.inner_text("main")
    office.close()


def test_ten_wrong_pins_leave_nothing(telephone: BrowserContext, door: Door) -> None:
    tab = taken_along(telephone, door)
    tab.goto(f"{door.url}/field/")
    for left in range(9, 0, -1):
        tab.fill("#pin", "000000")
        tab.locator("#pin-form button").click()
        expect(tab.locator("#pin-fault")).to_contain_text(f"还可以试 {left} 次")
    assert len(tab.evaluate(STORE)) > 1000
    tab.fill("#pin", "000000")
    tab.locator("#pin-form button").click()
    expect(tab.locator("#pin-fault")).to_contain_text("已清除")
    assert tab.evaluate(STORE) == "[]\n[]\n[]"


def test_the_list_goes_when_its_hours_are_over(telephone: BrowserContext, door: Door) -> None:
    tab = taken_along(telephone, door)
    tab.clock.install()
    tab.clock.fast_forward("11:00:00")
    tab.goto(f"{door.url}/field/")
    expect(tab.locator("#pin-form h2")).to_contain_text("打开手机里的名单")
    tab.clock.fast_forward("01:30:00")
    tab.goto(f"{door.url}/field/")
    expect(tab.locator("#state")).to_contain_text("已过保留时间")
    assert tab.evaluate(STORE) == "[]\n[]\n[]"


def test_leaving_warns_of_what_was_not_sent_and_clears_the_telephone(telephone: BrowserContext, door: Door) -> None:
    tab = taken_along(telephone, door)
    opened_again(tab, door)
    record(tab, listed(tab)[0], "not_home")
    send(tab)
    tab.locator("#leave button").click()
    expect(tab.locator("#leave")).to_contain_text("清除后找不回来")
    assert len(tab.evaluate(STORE)) > 1000
    tab.goto(f"{door.url}/field/")  # a change of mind
    expect(tab.locator("#unsent")).to_contain_text("未上传 1 件")
    tab.locator("#leave button").click()
    tab.locator("#leave").evaluate("form => { form.submit = () => { form.dataset.left = '1'; }; }")
    tab.locator("#leave button").click()
    expect(tab.locator("#leave")).to_have_attribute("data-left", "1")
    assert tab.evaluate(STORE) == "[]\n[]\n[]"
