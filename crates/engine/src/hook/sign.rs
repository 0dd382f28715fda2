//! Signatures by the Standard Webhooks convention: a receiver that knows the secret knows who sent it, and when.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::people::{NoChance, fill};

/// What a secret begins with.
const MARK: &str = "whsec_";

const BYTES: usize = 32;

/// A new secret.
pub(super) fn draw() -> Result<[u8; BYTES], NoChance> {
    let mut bytes = [0; BYTES];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// A secret as receivers have it.
pub(super) fn spelled(secret: &[u8]) -> String {
    format!("{MARK}{}", STANDARD.encode(secret))
}

/// The signature of a message by each secret that stands, with a blank between.
pub(super) fn signature(secrets: &[Vec<u8>], id: &str, timestamp: i64, body: &[u8]) -> String {
    let sign = |secret: &Vec<u8>| {
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, secret));
        context.update(format!("{id}.{timestamp}.").as_bytes());
        context.update(body);
        format!("v1,{}", STANDARD.encode(context.sign()))
    };
    secrets.iter().map(sign).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_one_of_the_published_example() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let (id, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", br#"{"test": 2432232314}"#);
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signature(std::slice::from_ref(&secret), id, 1_614_265_330, body), expected);
        let both = signature(&[vec![1; 24], secret], id, 1_614_265_330, body);
        assert!(both.starts_with("v1,") && both.ends_with(&format!(" {expected}")), "{both}");
    }

    #[test]
    fn a_secret_is_told_with_its_mark() {
        let (one, other) = (draw().unwrap(), draw().unwrap());
        assert_ne!(one, other);
        let spelled = spelled(&one);
        let told = spelled.strip_prefix("whsec_").expect("the mark");
        assert_eq!(STANDARD.decode(told).unwrap(), one);
    }
}
