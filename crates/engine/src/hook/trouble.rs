//! What went wrong with an attempt: a word for the log of answers, said in each language by `hook-trouble-WORD`, and what it
//! is about.

/// Something that went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub word: &'static str,
    /// A host, an address, a figure, the words of a library.
    pub detail: String,
}

macro_rules! troubles {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        impl Trouble {
            /// Every word.
            pub const WORDS: &[&str] = &[$($word),*];

            $($(#[$doc])* pub(super) fn $name(detail: impl Into<String>) -> Trouble {
                Trouble { word: $word, detail: detail.into() }
            })*
        }
    };
}

troubles! {
    /// The host's name does not exist.
    no_such_name = "no-such-name";
    /// Its name servers do not answer.
    name_servers = "name-servers";
    /// The name has no address.
    no_address = "no-address";
    /// All its addresses are inside.
    inside = "inside";
    /// What may not lead inside may not be in clear text either.
    clear_text = "clear-text";
    /// Nobody takes the connection.
    no_connection = "no-connection";
    /// TLS is not agreed on.
    tls = "tls";
    /// The certificate is not good.
    certificate = "certificate";
    /// This machine knows no certificate authorities.
    no_roots = "no-roots";
    /// There was no whole answer in time.
    too_slow = "too-slow";
    /// The connection broke off.
    broke_off = "broke-off";
    /// The answer is longer than is read.
    too_long = "too-long";
    /// The answer leads elsewhere.
    redirect = "redirect";
    /// The answer is another status than one that takes it.
    status = "status";
    /// The receiver wants no more of it.
    gone = "gone";
    /// The secret cannot be read again.
    sealed = "sealed";
    /// The address cannot be read.
    no_url = "no-url";
}
