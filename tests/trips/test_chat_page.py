"""The chat page in a real Chromium, the system's own, as people use it."""

import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from aquila2.serve.service import Settings
from tests.scripted_engine import ScriptedEngine, scripted
from tests.serving import Running, serving

playwright: Any = pytest.importorskip("playwright.sync_api", reason="the package playwright drives the browser")

ANSWER = """There are **two** reasons:

| colour | nm |
|---|---|
| blue | 450 |

```python
def longest(text):
    return max(text.split(), key=len)
```

<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">
![x](https://example.org/pixel.png) [bad](javascript:window.hacked=3) [good](https://example.org/)
"""
EVIL = ANSWER + "\n```<img src=x onerror=window.hacked=4>\n<b onclick=window.hacked=5>\n```\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on the PATH: install Debian's package chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found)
        yield browser
        browser.close()


class Visitor:
    """One person's browser at a server. At its end nothing may have been asked of another host, and no error shown."""

    def __init__(self, browser: Any, server: Running, **settings: Any) -> None:
        self.server = server
        self.context = browser.new_context(
            **{"viewport": {"width": 1200, "height": 800}, "locale": "en-US", **settings}
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.errors: list[str] = []
        self.expected = ""  # errors with this are meant
        self.hosts: set[str] = set()
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.goto(server.url)

    def ask(self, text: str) -> None:
        """Write and send."""
        self.page.fill("#question", text)
        self.page.keyboard.press("Enter")

    def answered(self, count: int = 1) -> Any:
        """Waits for the answer number `count`; its element."""
        answers = self.page.locator(".message.assistant[aria-busy=false]")
        playwright.expect(answers).to_have_count(count)
        return answers.nth(count - 1)

    def check(self) -> None:
        """What holds at the end of every visit."""
        assert self.hosts - {"", f"127.0.0.1:{self.server.port}"} == set()
        assert [error for error in self.errors if not self.expected or self.expected not in error] == []
        self.context.close()


def test_an_answer_is_shown_as_markdown_and_can_do_nothing(browser: Any) -> None:
    with serving(scripted(ScriptedEngine(EVIL), max_model_len=2048)) as server:
        visitor = Visitor(browser, server)
        visitor.ask("why?")
        answer = visitor.answered()
        assert answer.locator("strong").inner_text() == "two"
        assert answer.locator("td").all_inner_texts() == ["blue", "450"]
        assert answer.locator(".hljs-keyword").first.inner_text() == "def"
        assert "tokens/s" in answer.locator(".figures").inner_text()
        page = visitor.page
        assert page.evaluate("window.hacked") is None
        inner = answer.locator(".markdown")
        assert inner.locator("script, img, iframe, [onerror], [onclick], [style]").count() == 0
        assert "<script>window.hacked = 1</script>" in answer.inner_text()
        links = answer.locator("a").evaluate_all("all => all.map(a => [a.getAttribute('href'), a.rel, a.target])")
        assert links == [["https://example.org/", "noopener noreferrer", "_blank"]]
        visitor.check()


def test_stop_regenerate_and_edit(browser: Any) -> None:
    engine = ScriptedEngine("one two three four five six seven eight nine ten " * 5, pause=0.02)
    with serving(scripted(engine, max_model_len=2048)) as server:
        visitor = Visitor(browser, server)
        page = visitor.page
        visitor.ask("count")
        page.locator(".message.assistant", has_text="two").wait_for()
        page.click("#stop")
        assert "stopped" in visitor.answered().locator(".figures").inner_text()
        assert server.wait(lambda: engine.aborted == 1)
        engine.pause = 0
        engine.says = "another"
        page.get_by_title("Regenerate").click()
        playwright.expect(visitor.answered().locator(".markdown")).to_have_text("another")
        assert engine.seen[-1].prompt_ids == engine.seen[0].prompt_ids
        visitor.ask("and then?")
        visitor.answered(2)
        longer = len(engine.seen[-1].prompt_ids)
        page.locator(".message.user").first.hover()
        page.locator(".message.user").first.get_by_title("Edit").click()
        page.locator(".editing textarea").fill("count again")
        page.click(".save-edit")
        visitor.answered(1)
        assert page.locator(".message.user .bubble").all_inner_texts() == ["count again"]
        assert len(engine.seen[-1].prompt_ids) < longer
        visitor.check()


def test_settings_reach_the_model(browser: Any) -> None:
    engine = ScriptedEngine()
    with serving(scripted(engine)) as server:
        visitor = Visitor(browser, server)
        page = visitor.page
        page.click("#open-settings")
        page.locator("#system textarea").fill("You are a poet.")
        for _ in range(4):
            page.locator("wa-slider[name=temperature] [role=slider]").press("ArrowLeft")
        page.locator("#seed input").fill("7")
        page.keyboard.press("Escape")
        playwright.expect(page.locator("#settings dialog")).to_be_hidden()
        visitor.ask("hello")
        visitor.answered()
        params = engine.seen[-1].params
        assert (round(params.temperature, 2), params.seed, params.top_p) == (0.8, 7, 1.0)
        assert "You are a poet." in engine.tokenizer.decode(engine.seen[-1].prompt_ids)
        visitor.check()


def test_conversations_stay_in_the_browser(browser: Any) -> None:
    with serving(scripted(ScriptedEngine())) as server:
        visitor = Visitor(browser, server)
        page = visitor.page
        for title in ("first question", "second question"):
            page.locator(".side .new").click()
            visitor.ask(title)
            visitor.answered()
        page.reload()
        titles = page.locator(".side li .title")
        assert titles.all_inner_texts() == ["second question", "first question"]
        titles.nth(1).click()
        assert page.locator(".bubble").all_inner_texts() == ["first question"]
        assert visitor.answered().locator(".markdown").inner_text() == "hello there"
        page.once("dialog", lambda dialog: dialog.accept())
        page.locator(".side li.chosen").get_by_title("Delete").click()
        playwright.expect(titles).to_have_text(["second question"])
        visitor.check()


def test_chinese_dark_and_on_a_phone(browser: Any) -> None:
    with serving(scripted(ScriptedEngine("你好！"))) as server:
        phone = {"viewport": {"width": 360, "height": 700}, "has_touch": True, "is_mobile": True}
        visitor = Visitor(browser, server, locale="zh-CN", color_scheme="dark", **phone)
        page = visitor.page
        assert page.get_attribute("html", "lang") == "zh-cn"
        assert page.get_by_placeholder("输入问题…").is_visible()
        assert page.evaluate("document.documentElement.classList.contains('wa-dark')")
        assert not page.locator(".side").is_visible()
        visitor.ask("你好")
        assert visitor.answered().locator(".markdown").inner_text() == "你好！"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.click("#menu")
        page.locator("#list li .title").click()
        page.click("#language")
        assert page.get_by_placeholder("Ask something…").is_visible()
        page.click("#theme")  # from the system's to light
        assert page.evaluate("document.documentElement.classList.contains('wa-light')")
        page.reload()
        assert page.get_attribute("html", "lang") == "en"
        visitor.check()


def test_a_key_is_asked_for_and_errors_are_told(browser: Any) -> None:
    engine = ScriptedEngine()
    with serving(scripted(engine), Settings(api_keys=["the-key"])) as server:
        visitor = Visitor(browser, server)
        visitor.expected = "Failed to load resource"
        page = visitor.page
        page.locator("#key input").fill("wrong")
        page.click("#give-key")
        page.get_by_text("The server does not know this key.").wait_for()
        page.locator("#key input").fill("the-key")
        page.keyboard.press("Enter")
        playwright.expect(page.locator(".model")).to_have_text("tiny")
        visitor.ask("hello " * 300)
        assert "the context holds 256" in visitor.answered().inner_text()
        visitor.ask("hello")
        assert visitor.answered(2).locator(".markdown").inner_text() == "hello there"
        visitor.check()
