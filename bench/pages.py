"""The pages of the panel, found as a visitor finds them, and the questions of the API as its document names them.

From a page without a filter every link to a page of another kind is followed, and each field of its filter is filled in,
one at a time; so what is added to the panel is measured without a word here.
"""

import dataclasses
import html.parser
import http.client
import json
import re
import time
import urllib.parse

# What is looked for in a field of this name: where nothing fits, a search reads as much as it may.
LOOKED_FOR = {"search": "nobody", "recipient": "nobody@example.com", "sender": "nobody@example.com", "subject": "nothing"}
# Where a list goes on, and values that are one of very many: pages that differ in these are of one kind.
ONE_OF_MANY = {"after", "before", "script", "site", "id", "recipient", "sender", "subject", "search", "from", "to"}
# Files without a bound, and what is never at rest.
NO_PAGES = re.compile(r"/(export|events|assets|logout)(/|$)")


@dataclasses.dataclass
class Asked:
    """How a page was answered, each time it was asked for; `status` is the first that was not 200, if there was one."""

    took_ms: list
    octets: int
    status: int


class Visitor:
    """Somebody with one connection, a session or a token."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Accept-Language": "en"}

    def log_in(self, name, password):
        status, headers, text = self.ask("GET", "/login")
        visit = cookie(headers)
        word = re.search(rb'name="csrf" value="([^"]+)"', text).group(1).decode()
        form = urllib.parse.urlencode({"csrf": word, "name": name, "password": password, "next": ""})
        kind = {"Cookie": visit, "Content-Type": "application/x-www-form-urlencoded"}
        status, headers, _ = self.ask("POST", "/login", form, kind)
        if status != 303:
            raise RuntimeError(f"the panel does not let {name} in: {status}")
        self.headers["Cookie"] = cookie(headers)
        return self

    def take(self, token):
        self.headers["Authorization"] = f"Bearer {token}"
        return self

    def ask(self, method, path, body=None, headers=()):
        self.connection.request(method, path, body, self.headers | dict(headers))
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()

    def time(self, path, times):
        """Asks for a page so often; how it went, and the page itself."""
        took, statuses = [], []
        for _ in range(times):
            begun = time.perf_counter()
            status, _, text = self.ask("GET", path)
            took.append((time.perf_counter() - begun) * 1000)
            statuses.append(status)
        return Asked(took, len(text), next((status for status in statuses if status != 200), 200)), text


def cookie(headers):
    return "; ".join(value.split(";")[0] for value in headers.get_all("Set-Cookie", []))


def of_panel(visitor, site, more, times):
    """Every kind of page that this visitor is led to, by its kind. Of all sites one is looked at."""
    found, waiting = {}, ["/", f"/sites/{site}", "/account", *more]
    while waiting:
        path = waiting.pop(0)
        if kind_of(path) in found:
            continue
        found[kind_of(path)], text = visitor.time(path, times)
        # A page with a filter leads to the same ones again, each with the filter.
        if "?" not in path:
            waiting += [link for link in links(text, path) if is_of(link, site)]
    return found


def is_of(link, site):
    """Whether a link is to a page, and to none of another site."""
    parts = urllib.parse.urlsplit(link).path.split("/")
    return not NO_PAGES.search(link.split("?")[0]) and (parts[1] != "sites" or parts[2] == site)


def kind_of(path):
    """`/sites/a.example.org/trace/17?after=9` is `/sites/{site}/trace/{id}?after=…`."""
    url = urllib.parse.urlsplit(path)
    parts = url.path.split("/")
    if len(parts) > 2 and parts[1] in ("sites", "users"):
        parts[2] = "{" + parts[1][:-1] + "}"
    parts = ["{id}" if part.isdigit() else part for part in parts]
    query = urllib.parse.parse_qsl(url.query)
    query = [f"{name}=…" if name in ONE_OF_MANY else f"{name}={value}" for name, value in query]
    return "/".join(parts) + ("?" + "&".join(query) if query else "")


def links(text, path):
    page = Page()
    page.feed(text.decode(errors="replace"))
    found = [urllib.parse.urljoin(path, link).split("#")[0] for link in page.links]
    found += [f"{action}?{urllib.parse.urlencode([one])}" for action, fields in page.forms for one in fields]
    return [link for link in found if link.startswith("/")]


class Page(html.parser.HTMLParser):
    """Links, and the forms that filter a list: where each leads, and what its fields can ask for."""

    def __init__(self):
        super().__init__()
        self.links, self.forms = [], []
        self.fields = self.select = None

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        match tag:
            case "a" if has.get("href"):
                self.links.append(has["href"])
            case "form":
                self.fields = [] if "filters" in has.get("class", "") else None
                if self.fields is not None:
                    self.forms.append((has["action"], self.fields))
            case "select":
                self.select = has.get("name")
            case "option" if self.fields is not None and has.get("value"):
                self.fields.append((self.select, has["value"]))
            case "input" if self.fields is not None and has.get("type") == "date":
                self.fields.append((has["name"], time.strftime("%Y-%m-%d", time.gmtime(time.time() - 30 * 86400))))
            case "input" if self.fields is not None and has.get("type") in ("search", "text"):
                self.fields.append((has["name"], LOOKED_FOR.get(has["name"], "nothing")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.fields = None


def of_api(visitor, site, times):
    """Every question of the API that needs no more than a site's name, with as many rows as it gives unasked."""
    document = json.loads(visitor.ask("GET", "/api/v1/openapi.json")[2])
    found = {}
    for path, methods in document["paths"].items():
        full = "/api/v1" + path.replace("{site}", site)
        if "get" not in methods or "{" in full or NO_PAGES.search(path):
            continue
        # What this visitor may not ask at all is not measured.
        if visitor.ask("GET", full)[0] != 403:
            found["/api/v1" + path], _ = visitor.time(full, times)
    return found
