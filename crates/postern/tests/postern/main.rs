//! The whole program: the real `postern` and the real `postern-sendmail`, real clients, a receiver, signals and broken
//! disks. A story is a file, told in its head.

mod api;
mod bad_input;
mod browser;
mod clients;
mod control;
mod crash;
mod demo;
mod disk;
mod drop_directory;
mod events;
mod golden;
mod harness;
mod hooks;
mod import;
mod metrics;
mod ovh;
mod people;
mod report;
mod schema;
mod scripts;
mod service;
mod strangers;
mod web;
mod words;
