//! The machine's users and groups, as `/etc/passwd` and `/etc/group` list them.

use std::fs;

/// The name of a user; the number as text when it is not listed.
pub(crate) fn user_name(uid: u32) -> String {
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    user_in(&passwd, uid).map_or_else(|| uid.to_string(), str::to_owned)
}

/// A group's id; `None` when it is not listed.
pub(crate) fn group_id(name: &str) -> Option<u32> {
    group_in(&fs::read_to_string("/etc/group").unwrap_or_default(), name).map(|(gid, _)| gid)
}

/// Whether a user with this primary group is a member of a group.
pub(crate) fn is_member(uid: u32, gid: u32, group: &str) -> bool {
    let (groups, passwd) = (fs::read_to_string("/etc/group"), fs::read_to_string("/etc/passwd"));
    let (groups, passwd) = (groups.unwrap_or_default(), passwd.unwrap_or_default());
    let Some((group_gid, members)) = group_in(&groups, group) else { return false };
    group_gid == gid
        || user_in(&passwd, uid).is_some_and(|name| members.split(',').any(|member| member == name))
}

fn user_in(passwd: &str, uid: u32) -> Option<&str> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then_some(name)
    })
}

fn group_in<'a>(groups: &'a str, name: &str) -> Option<(u32, &'a str)> {
    groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        Some((fields.nth(1)?.parse().ok()?, fields.next().unwrap_or("")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_and_groups_are_found_in_the_files_lines() {
        let passwd =
            "root:x:0:0:root:/root:/bin/sh\n\nanna:x:1001:100::/home/anna:/bin/sh\nbroken\n";
        assert_eq!(user_in(passwd, 1001), Some("anna"));
        assert_eq!(user_in(passwd, 7), None);
        let groups = "root:x:0:\npostern-admin:x:990:anna,ben\nempty:x:991:\n";
        assert_eq!(group_in(groups, "postern-admin"), Some((990, "anna,ben")));
        assert_eq!(group_in(groups, "empty"), Some((991, "")));
        assert_eq!(group_in(groups, "postern"), None);
    }
}
