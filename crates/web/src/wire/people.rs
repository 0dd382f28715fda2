//! Who may ask: users, sessions, tokens, login links.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Runs the hosting: all sites, and everything beside them.
    Operator,
    /// Has sites: sees and acts on them.
    Owner,
    /// Sees, and changes nothing.
    Reader,
}

/// Someone who logs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct User {
    #[schema(example = "anna")]
    pub name: String,
    pub role: Role,
    /// Their sites; null is all there are and will be.
    pub sites: Option<Vec<String>>,
    /// Empty: the browser's.
    #[schema(example = "it")]
    pub language: String,
    /// Without a password a user comes in by login links only.
    pub password: bool,
    /// Whether a code is asked for beside the password, and how many recovery codes are left.
    pub second_factor: bool,
    pub recovery_codes: u64,
    pub created_at: When,
    pub last_login_at: Option<When>,
}

/// `POST /users`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Lower-case letters, digits and `. _ - @ +`, at most 64.
    #[schema(example = "anna")]
    pub name: String,
    pub role: Role,
    /// Their sites; an operator has all and names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(["shop.example.org"]))]
    pub sites: Option<Vec<String>>,
    #[serde(default)]
    pub language: String,
    /// 10 to 255 bytes; missing: comes in by login links only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<NewPassword>,
}

/// `PATCH /users/{user}`: what is missing stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UserChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Null is all; an operator has all.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    #[schema(value_type = Option<Vec<String>>)]
    pub sites: Option<Option<Vec<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Ends the user's sessions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<NewPassword>,
    /// `false` takes the second factor away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<bool>,
}

/// What is given, though it be null, is not missing.
fn given<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(from).map(Some)
}

/// A password on its way in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct NewPassword(pub String);

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// A log-in of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Session {
    pub id: i64,
    /// The site it is held to, by a login link; null: the user's sites.
    pub site: Option<String>,
    pub began_at: When,
    pub last_at: When,
    /// When it ends if it is used no more.
    pub ends_at: When,
    #[schema(example = "192.0.2.7")]
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
}

/// A token of the API, without what lets somebody in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Token {
    pub id: i64,
    #[schema(example = "hosting panel")]
    pub name: String,
    /// Whose it is; null: the operator's of the machine. It never has more than its user.
    pub user: Option<String>,
    pub role: Role,
    /// Null is all.
    pub sites: Option<Vec<String>>,
    pub made_at: When,
    pub made_by: String,
    /// Null: never.
    pub ends_at: Option<When>,
    pub last_at: Option<When>,
    pub last_address: String,
}

/// `POST /tokens`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// At most 64 bytes.
    #[schema(example = "hosting panel")]
    pub name: String,
    pub role: Role,
    /// Its sites; null or missing is all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sites: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<When>,
}

/// A token that was made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MadeToken {
    /// What lets somebody in. It is told here once.
    pub secret: String,
    #[serde(flatten)]
    pub token: Token,
}

/// `POST /login-links`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkWish {
    #[schema(example = "anna")]
    pub user: String,
    /// The session is held to this site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "shop.example.org")]
    pub site: Option<String>,
}

/// A login link that was made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MadeLink {
    /// Where the browser is sent. It is told here once, and good once.
    #[schema(example = "https://mail.example.org/link/…")]
    pub url: String,
    pub ends_at: When,
}

/// `GET /me`: who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// As the audit log names the caller.
    #[schema(example = "token:hosting panel")]
    pub who: String,
    pub role: Role,
    /// Null is all.
    pub sites: Option<Vec<String>>,
}
