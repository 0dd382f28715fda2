//! What the API says of itself: an OpenAPI 3.1 document, made of the routes.
//!
//! A handler declares what is its own: its path, what it takes, its answer, and the codes of its problems. What each
//! request can come to, whichever it is, is added here: from the right it asks for, the body it takes, the site it names.

use std::collections::{BTreeMap, BTreeSet};

use postern_core::access::Right;
use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::response::Response;
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, HeaderBuilder, Ref, RefOr, ResponseBuilder, Schema, SecurityRequirement,
};

use crate::wire::{Code, Problem};

/// The document without its paths.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "Postern",
        description = include_str!("document.md"),
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT")
    ),
    servers((url = "/api/v1")),
    components(schemas(Problem, Code)),
    tags(
        (name = "sites", description = "Sites: listed, shown, added, changed, removed."),
        (name = "actions", description = "Block, unblock and purge a site; stop one script or one sender."),
        (name = "queue", description = "The queue of a site, and jobs on a selection of it."),
        (name = "history", description = "What became of mail: failures, traces, figures, who sends, who did what."),
        (name = "messages", description = "Mail handed in."),
        (name = "events", description = "A site as it changes."),
        (name = "people", description = "Who may ask: users, sessions, tokens, login links."),
        (name = "webhooks", description = "Programs that are told what happens here: see docs/reference/webhooks.md."),
        (name = "operation", description = "What concerns all sites."),
    )
)]
pub(super) struct Document;

/// The words of rights, as the document has them.
pub(crate) const RIGHT: &str = "x-postern-right";

/// Under which name a handler declares the codes of its problems.
const PROBLEMS: &str = "x-problems";

/// The document of these routes.
pub(super) fn base() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    let bearer = SecurityScheme::Http(
        Http::builder()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token. Over the control socket none is needed: there the kernel says who calls.",
            ))
            .build(),
    );
    let components = document.components.get_or_insert_default();
    components.security_schemes.insert("bearer".to_owned(), bearer.into());
    document.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    document
}

/// Notes the right that routes ask for, and what follows from it.
pub(super) fn guard(document: &mut utoipa::openapi::OpenApi, right: Right) {
    for (path, item) in &mut document.paths.paths {
        for operation in operations(item) {
            let mut codes = declared(operation);
            codes.extend(of_every(operation, path, right));
            describe(operation, &codes);
            let extensions = operation.extensions.get_or_insert_default();
            extensions.insert(RIGHT.to_owned(), json!(word(right)));
        }
    }
}

/// The word of a right.
pub(crate) fn word(right: Right) -> &'static str {
    match right {
        Right::BeKnown => "be-known",
        Right::See => "see",
        Right::Act => "act",
        Right::Oversee => "oversee",
        Right::Operate => "operate",
    }
}

/// The operations of a path.
pub(super) fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete]
        .into_iter()
        .filter_map(Option::as_mut)
}

/// Takes the codes a handler declared out of its operation.
fn declared(operation: &mut Operation) -> BTreeSet<Code> {
    let declared = operation.extensions.as_mut().and_then(|extensions| extensions.remove(PROBLEMS));
    if operation.extensions.as_ref().is_some_and(|extensions| extensions.is_empty()) {
        operation.extensions = None;
    }
    let words = declared.as_ref().and_then(Value::as_array).into_iter().flatten();
    words.filter_map(|word| word.as_str().and_then(Code::from_word)).collect()
}

/// What any request of this kind can come to.
fn of_every(operation: &Operation, path: &str, right: Right) -> Vec<Code> {
    let mut codes =
        vec![Code::NotKnown, Code::TooSlow, Code::TooManyRequests, Code::Failed, Code::Unavailable];
    match right {
        Right::BeKnown => {}
        Right::See => codes.push(Code::NoSuchSite),
        Right::Act => codes.extend([Code::NoSuchSite, Code::NotAllowed]),
        Right::Oversee | Right::Operate => codes.push(Code::NotAllowed),
    }
    if path.contains("{site}") && operation.request_body.is_none() {
        codes.push(Code::NoSuchSite);
    }
    if operation.parameters.as_ref().is_some_and(|parameters| !parameters.is_empty()) {
        codes.push(Code::BadRequest);
    }
    if operation.request_body.is_some() {
        codes.extend([Code::BadRequest, Code::TooLarge, Code::WrongType]);
    }
    codes
}

/// Writes the codes as responses, one a status.
fn describe(operation: &mut Operation, codes: &BTreeSet<Code>) {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in codes {
        by_status.entry(code.status()).or_default().push(*code);
    }
    for (status, codes) in by_status {
        operation
            .responses
            .responses
            .insert(status.to_string(), RefOr::T(problem_response(status, &codes)));
    }
}

fn problem_response(status: u16, codes: &[Code]) -> Response {
    let sentences: Vec<_> =
        codes.iter().map(|code| format!("`{}`: {}", code.word(), code.meaning())).collect();
    let code = ObjectBuilder::new().property(
        "code",
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(codes.iter().map(|code| code.word()))),
    );
    let schema = AllOfBuilder::new().item(Ref::from_schema_name("Problem")).item(code).build();
    let content = ContentBuilder::new().schema(Some(Schema::AllOf(schema))).build();
    let response = ResponseBuilder::new()
        .description(sentences.join(" "))
        .content("application/problem+json", content);
    let header = |kind, words: &str| {
        HeaderBuilder::new()
            .schema(Some(ObjectBuilder::new().schema_type(kind).build()))
            .description(Some(words))
            .build()
    };
    match status {
        401 => response.header("WWW-Authenticate", header(Type::String, "`Bearer`.")),
        _ if codes.contains(&Code::TooManyRequests) => response.header(
            "Retry-After",
            header(Type::Integer, "With `too-many-requests`: seconds until the next may come."),
        ),
        _ => response,
    }
    .build()
}

/// Names problems that many operations can come to once, and refers to them.
pub(super) fn share(document: &mut utoipa::openapi::OpenApi) {
    let mut shared = BTreeMap::new();
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            for response in operation.responses.responses.values_mut() {
                let RefOr::T(problem) = &*response else { continue };
                let Some(name) = problem_name(problem) else { continue };
                let reference = Ref::from_response_name(&name);
                let RefOr::T(problem) = std::mem::replace(response, RefOr::Ref(reference)) else {
                    continue;
                };
                shared.insert(name, RefOr::T(problem));
            }
        }
    }
    document.components.get_or_insert_default().responses.extend(shared);
}

/// The name of a response that is a problem: its codes.
fn problem_name(response: &Response) -> Option<String> {
    response.content.contains_key("application/problem+json").then(|| {
        let words = response.description.split('`').skip(1).step_by(2);
        words.filter(|word| Code::from_word(word).is_some()).collect::<Vec<_>>().join(".")
    })
}

/// The document as it is served and committed.
pub(super) fn text(document: &utoipa::openapi::OpenApi) -> String {
    // By way of a value, whose members are in the order of their names: the same in each build.
    let value = serde_json::to_value(document).unwrap_or_default();
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_said_to_be_needed_where_it_is() {
        let document: Value = serde_json::from_str(crate::api::document()).expect("JSON");
        for (path, is_needed) in [("messages", true), ("test-mail", false), ("jobs", false)] {
            let parameters = &document["paths"][format!("/sites/{{site}}/{path}")]["post"];
            let mut parameters = parameters["parameters"].as_array().expect("a list").iter();
            let key = parameters.find(|one| one["name"] == "Idempotency-Key").expect("the key");
            assert_eq!(key["required"], is_needed, "{path}");
        }
    }

    #[test]
    fn each_right_has_a_word_of_its_own() {
        let rights = [Right::BeKnown, Right::See, Right::Act, Right::Oversee, Right::Operate];
        let words: BTreeSet<_> = rights.map(word).into();
        assert_eq!(words.len(), rights.len());
    }
}
