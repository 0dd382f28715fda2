//! What says how to use the API: its document, and the same as a page to read. Both are for everybody: nothing of this
//! installation is in them.
//!
//! The pages (the operations, and the bodies they take and give) are written once, from the document, without a script and
//! without anything from elsewhere; their links are relative, so they work below any base path.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use askama::Template;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;

use super::document::RIGHT;
use super::{BASE, document};
use crate::escape::in_html;

pub(super) fn router() -> Router {
    Router::new()
        .route("/api/v1/openapi.json", get(json))
        .route("/api/docs", get(operations_page))
        .route("/api/bodies", get(bodies_page))
        .route("/api/docs/style.css", get(style))
}

/// Nothing but the page itself and its one file.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

async fn json() -> Response {
    fixed("application/json", document())
}

async fn operations_page() -> Response {
    static PAGE: LazyLock<String> = LazyLock::new(|| written(&Page::of(&parsed())));
    page(&PAGE)
}

async fn bodies_page() -> Response {
    static PAGE: LazyLock<String> = LazyLock::new(|| written(&Bodies::of(&parsed())));
    page(&PAGE)
}

fn parsed() -> Value {
    serde_json::from_str(document()).unwrap_or_default()
}

/// A page as text. It is written into memory: nothing can be wrong with it but the template.
fn written(page: &impl Template) -> String {
    page.render().unwrap_or_default()
}

fn page(text: &'static str) -> Response {
    let mut response = fixed("text/html; charset=utf-8", text);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, header::HeaderValue::from_static("no-referrer"));
    response
}

async fn style() -> Response {
    fixed("text/css; charset=utf-8", include_str!("../../templates/api/docs.css"))
}

fn fixed(kind: &'static str, text: &'static str) -> Response {
    let head = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (head, text).into_response()
}

/// The operations. What is called HTML here was escaped by `marked`.
#[derive(Template)]
#[template(path = "api/docs.html")]
struct Page {
    title: String,
    base: &'static str,
    introduction: Vec<String>,
    /// What any request can come to.
    problems: Vec<Refusals>,
    groups: Vec<Group>,
}

/// What they take and give.
#[derive(Template)]
#[template(path = "api/bodies.html")]
struct Bodies {
    title: String,
    base: &'static str,
    schemas: Vec<Schema>,
}

struct Group {
    name: String,
    title: String,
    description: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    right: String,
    summary: String,
    description: Vec<String>,
    parameters: Vec<Field>,
    bodies: Vec<Content>,
    answers: Vec<Answer>,
    problems: Vec<Refusals>,
    curl: String,
}

/// A parameter, or a member of an object.
struct Field {
    name: String,
    kind: String,
    is_needed: bool,
    description: String,
}

struct Content {
    media: String,
    kind: String,
}

struct Answer {
    status: String,
    description: String,
    bodies: Vec<Content>,
}

/// The problems of a status.
#[derive(Clone)]
struct Refusals {
    status: String,
    codes: Vec<String>,
}

struct Schema {
    name: String,
    description: Vec<String>,
    fields: Vec<Field>,
}

impl Page {
    fn of(document: &Value) -> Page {
        let mut operations = operations(document);
        let problems = take_common(&mut operations);
        let tags = document["tags"].as_array().into_iter().flatten();
        let mut by_tag: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
        for (tag, operation) in operations {
            by_tag.entry(tag).or_default().push(operation);
        }
        let group = |tag: &Value| {
            let name = text(&tag["name"]).to_owned();
            let mut title = name.clone();
            title[..1].make_ascii_uppercase();
            let description = marked(text(&tag["description"]));
            Group { title, description, operations: by_tag.remove(&name).unwrap_or_default(), name }
        };
        let groups = tags.map(group).collect();
        Page {
            title: title(document),
            base: BASE,
            introduction: paragraphs(&document["info"]["description"]),
            problems,
            groups,
        }
    }
}

impl Bodies {
    fn of(document: &Value) -> Bodies {
        let schemas = members(&document["components"]["schemas"]);
        let schemas = schemas.map(|(name, schema)| Schema::of(name, schema)).collect();
        Bodies { title: title(document), base: BASE, schemas }
    }
}

fn title(document: &Value) -> String {
    text(&document["info"]["title"]).to_owned()
}

fn operations(document: &Value) -> Vec<(String, Operation)> {
    let mut operations = Vec::new();
    for (path, item) in members(&document["paths"]) {
        for method in ["get", "post", "put", "patch", "delete"] {
            let Some(operation) = item.get(method) else { continue };
            let tag = text(&operation["tags"][0]).to_owned();
            operations.push((tag, Operation::of(document, method, path, operation)));
        }
    }
    operations
}

/// Takes out the problems that every operation has.
fn take_common(operations: &mut [(String, Operation)]) -> Vec<Refusals> {
    let has = |operation: &Operation, code: &String| {
        operation.problems.iter().any(|problem| problem.codes.contains(code))
    };
    let mut common =
        operations.first().map(|(_, first)| first.problems.clone()).unwrap_or_default();
    for problem in &mut common {
        problem.codes.retain(|code| operations.iter().all(|(_, operation)| has(operation, code)));
    }
    common.retain(|problem| !problem.codes.is_empty());
    let is_common =
        |code: &String| common.iter().any(|problem: &Refusals| problem.codes.contains(code));
    for (_, operation) in operations {
        for problem in &mut operation.problems {
            problem.codes.retain(|code| !is_common(code));
        }
        operation.problems.retain(|problem| !problem.codes.is_empty());
    }
    common
}

impl Operation {
    fn of(document: &Value, method: &str, path: &str, operation: &Value) -> Operation {
        let parameters = || operation["parameters"].as_array().into_iter().flatten();
        let field = |parameter: &Value| Field {
            name: text(&parameter["name"]).to_owned(),
            kind: format!("{} · {}", kind(&parameter["schema"]), in_html(text(&parameter["in"]))),
            is_needed: parameter["required"] == true,
            description: marked(text(&parameter["description"])),
        };
        let (mut answers, mut problems) = (Vec::new(), Vec::new());
        for (status, answer) in members(&operation["responses"]) {
            let (status, answer) = (status.clone(), resolved(document, answer));
            let problem = &answer["content"]["application/problem+json"]["schema"];
            match problem["allOf"][1]["properties"]["code"]["enum"].as_array() {
                Some(codes) => {
                    problems.push(Refusals { status, codes: codes.iter().map(plain).collect() });
                }
                None => answers.push(Answer {
                    status,
                    description: marked(text(&answer["description"])),
                    bodies: bodies(&answer["content"]).collect(),
                }),
            }
        }
        Operation {
            id: text(&operation["operationId"]).to_owned(),
            method: method.to_owned(),
            // Where a line may break.
            path: in_html(path).replace('/', "<wbr>/"),
            right: text(&operation[RIGHT]).to_owned(),
            summary: text(&operation["summary"]).to_owned(),
            description: paragraphs(&operation["description"]),
            parameters: parameters().map(field).collect(),
            bodies: bodies(&operation["requestBody"]["content"]).collect(),
            answers,
            problems,
            curl: curl(document, method, path, operation),
        }
    }
}

/// How a program without a library asks this.
fn curl(document: &Value, method: &str, path: &str, operation: &Value) -> String {
    let mut path = path.to_owned();
    let mut lines = vec![String::from("curl")];
    let parameters = operation["parameters"].as_array();
    for parameter in parameters.into_iter().flatten() {
        let (name, example) = (text(&parameter["name"]), plain(&parameter["example"]));
        match text(&parameter["in"]) {
            "path" => path = path.replace(&format!("{{{name}}}"), &example),
            "header" if !example.is_empty() => lines.push(format!("-H '{name}: {example}'")),
            _ => {}
        }
    }
    lines.push(String::from("-H \"Authorization: Bearer $TOKEN\""));
    let content = &operation["requestBody"]["content"];
    if let Some(media) = content.get("application/json") {
        lines.push(String::from("-H 'Content-Type: application/json'"));
        let body = example(document, &media["schema"], true).to_string().replace('\'', "'\\''");
        lines.push(format!("-d '{body}'"));
    }
    if method != "get" && (method != "post" || content.is_null()) {
        lines[0].push_str(&format!(" -X {}", method.to_uppercase()));
    }
    lines.push(format!("https://postern.example.org{BASE}{path}"));
    lines.join(" \\\n  ")
}

/// A value that fits a schema: what is needed of it, or has an example.
fn example(document: &Value, schema: &Value, is_top: bool) -> Value {
    let schema = resolved(document, schema);
    if let Some(example) = schema.get("example").or_else(|| schema["examples"].get(0)) {
        return example.clone();
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    if schema.get("properties").is_some() {
        let needed = schema["required"].as_array();
        let is_needed = |name: &str| needed.is_some_and(|list| list.iter().any(|one| one == name));
        let has_example = |property: &Value| property.get("example").is_some();
        let members = members(&schema["properties"])
            .filter(|(name, property)| is_needed(name) || is_top && has_example(property))
            .map(|(name, property)| (name.clone(), example(document, property, false)));
        return Value::Object(members.collect());
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" => {
            Value::Array(vec![example(document, &schema["items"], true)])
        }
        Value::String(kind) if kind == "integer" => 1.into(),
        Value::String(kind) if kind == "boolean" => true.into(),
        Value::String(kind) if kind == "string" => "…".into(),
        _ => Value::Null,
    }
}

impl Schema {
    fn of(name: &str, schema: &Value) -> Schema {
        let needed = schema["required"].as_array();
        let parts = schema["allOf"].as_array().into_iter().flatten();
        let objects = std::iter::once(schema).chain(parts);
        let field = |(name, property): (&String, &Value)| Field {
            name: name.clone(),
            kind: kind(property),
            is_needed: needed.is_some_and(|list| list.iter().any(|one| one == name)),
            description: marked(text(&property["description"])),
        };
        let fields = objects
            .flat_map(|object| members(&object["properties"]).map(field).collect::<Vec<_>>());
        let mut description = paragraphs(&schema["description"]);
        let words = schema["enum"].as_array().into_iter().flatten().map(plain);
        let words: Vec<_> = words.map(|word| format!("<code>{}</code>", in_html(&word))).collect();
        if !words.is_empty() && !text(&schema["description"]).contains('`') {
            description.push(words.join(", "));
        }
        Schema { name: name.to_owned(), description, fields: fields.collect() }
    }
}

fn bodies(content: &Value) -> impl Iterator<Item = Content> {
    members(content)
        .map(|(media, body)| Content { media: media.clone(), kind: kind(&body["schema"]) })
}

/// What a value is, as HTML: a link to its schema, or a word.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let name = in_html(name);
        return format!("<a href=\"bodies#schema-{name}\">{name}</a>");
    }
    let choices = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array());
    if let Some(choices) = choices {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().map(|word| format!("<code>{}</code>", in_html(&plain(word))));
        return words.collect::<Vec<_>>().join(" ");
    }
    let word = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        one => text(one).to_owned(),
    };
    match (word.as_str(), schema["format"].as_str()) {
        ("array", _) => format!("list of {}", kind(&schema["items"])),
        ("", _) => "any".to_owned(),
        (word, Some("date-time")) => format!("time ({})", in_html(word)),
        (word, _) => in_html(word),
    }
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let path = value["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    path.and_then(|path| document.pointer(path)).unwrap_or(value)
}

fn members(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A value as it stands in a path or a field.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The paragraphs and list items of a description, as HTML.
fn paragraphs(description: &Value) -> Vec<String> {
    let blocks = text(description).split("\n\n").filter(|block| !block.trim().is_empty());
    blocks
        .map(|block| match block.starts_with("- ") {
            true => block
                .lines()
                .map(|line| marked(line.trim_start_matches("- ")))
                .collect::<Vec<_>>()
                .join("<br>"),
            false => marked(block),
        })
        .collect()
}

/// Text as HTML: `code` and **strong** words of Markdown are marked, all else is escaped.
fn marked(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for (nth, part) in text.split('`').enumerate() {
        if nth % 2 == 1 {
            html.push_str(&format!("<code>{}</code>", in_html(part)));
            continue;
        }
        for (nth, part) in part.split("**").enumerate() {
            match nth % 2 {
                1 => html.push_str(&format!("<strong>{}</strong>", in_html(part))),
                _ => html.push_str(&in_html(part)),
            }
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_have_each_operation_and_body_once_and_nothing_from_elsewhere() {
        let document = parsed();
        let (operations, bodies) = (written(&Page::of(&document)), written(&Bodies::of(&document)));
        for (_, item) in members(&document["paths"]) {
            for (_, operation) in members(item) {
                let id = text(&operation["operationId"]);
                assert_eq!(operations.matches(&format!("<h3 id=\"{id}\">")).count(), 1, "{id}");
                assert!(operations.contains(&format!("href=\"#{id}\"")), "{id}");
            }
        }
        for html in [&operations, &bodies] {
            for (before, page) in [("href=\"#", html), ("href=\"bodies#", &bodies)] {
                let mut links = html.split(before).skip(1).filter_map(|at| at.split('"').next());
                assert!(links.clone().count() > 20, "{before}");
                let lost = links.find(|link| !page.contains(&format!(" id=\"{link}\"")));
                assert_eq!(lost, None, "leads nowhere");
            }
            for none in ["<script", "style=\"", "onclick", "src=\"http", "href=\"http"] {
                assert!(!html.contains(none), "{none}");
            }
            let whole = html.len() + include_str!("../../templates/api/docs.css").len();
            assert!(whole < 120_000, "{whole} bytes");
        }
    }

    #[test]
    fn markdown_is_marked_and_the_rest_html() {
        assert_eq!(
            marked("**Who** may send `<a>` & \"b\""),
            "<strong>Who</strong> may send <code>&lt;a&gt;</code> &amp; &quot;b&quot;"
        );
    }
}
