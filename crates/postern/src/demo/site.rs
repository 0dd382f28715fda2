//! The three example sites and their scripts: a healthy shop, a contact form under attack, a site with broken addresses.

/// An example site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    Shop,
    Contact,
    Broken,
}

impl Site {
    pub const ALL: [Site; 3] = [Site::Shop, Site::Contact, Site::Broken];

    pub fn name(self) -> &'static str {
        match self {
            Site::Shop => "shop.example.org",
            Site::Contact => "contact.example.org",
            Site::Broken => "broken.example.org",
        }
    }

    pub fn scripts(self) -> &'static [Script] {
        match self {
            Site::Shop => &[ORDER, PASSWORD_RESET],
            Site::Contact => &[CONTACT],
            Site::Broken => &[NEWSLETTER],
        }
    }
}

/// A script of a site, in PHP and for a shell. Called with the recipient and the mail's number.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// Its file's name without the ending.
    pub name: &'static str,
    pub php: &'static str,
    pub shell: &'static str,
    /// Who gets each of its mails beside the recipient.
    pub copies: &'static [&'static str],
}

macro_rules! script {
    ($name:literal, $copies:expr) => {
        Script {
            name: $name,
            php: include_str!(concat!("scripts/", $name, ".php")),
            shell: include_str!(concat!("scripts/", $name, ".sh")),
            copies: $copies,
        }
    };
}

pub const ORDER: Script = script!("order", &[]);
pub const PASSWORD_RESET: Script = script!("password-reset", &["audit@shop.example.org"]);
pub const CONTACT: Script = script!("contact", &[]);
pub const NEWSLETTER: Script = script!("newsletter", &[]);

/// The shop's accounting sends by SMTP with this login, from this address.
pub const SHOP_LOGIN: &str = "shop";
pub const ACCOUNTING: &str = "invoices@shop.example.org";
