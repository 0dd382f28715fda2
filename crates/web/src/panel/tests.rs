//! Pages as a browser gets them, of an engine with a store in memory.

mod account;
mod catalogue;
mod door;
mod errors;
mod help;
mod hooks;
mod house;
mod off;
mod operate;
mod operate_people;
mod operate_site;
mod overview;
mod ovh_api;
mod ovh_keys;
mod queue;
mod routes;
mod scripts;
mod settings;
mod test_mail;
mod trace;
