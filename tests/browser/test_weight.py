"""What a phone's first visit loads."""

from playwright.sync_api import Response

from tests.support.browser.people import PHONE, People

MOST_BYTES = 40_000
"""Script and style together, as they travel."""


def test_a_phones_first_visit_is_light(people: People, code: str) -> None:
    ana = people("Ana", PHONE)
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    ana.page.on("response", keep)
    ana.enter(code)
    ana.page.wait_for_load_state()
    kinds = sorted(answer.request.resource_type for answer in answers if answer.request.resource_type != "xhr")
    loaded = [answer for answer in answers if answer.request.resource_type in ("script", "stylesheet")]
    assert len(loaded) == 2, [answer.url for answer in answers]
    assert kinds == ["document", "script", "stylesheet"]
    for encoding in ("br", "gzip"):  # a page without TLS gets gzip
        sizes = []
        for answer in loaded:
            again = ana.context.request.head(answer.url, headers={"Accept-Encoding": encoding})
            assert again.headers["content-encoding"] == encoding
            sizes.append(int(again.headers["content-length"]))
        assert sum(sizes) <= MOST_BYTES, (encoding, sizes)
    assert sum(answer.request.sizes()["responseBodySize"] for answer in loaded) <= MOST_BYTES
