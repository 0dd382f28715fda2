//! Pages as a browser gets them, of an engine with a store in memory.

mod catalogue;
mod door;
mod house;
mod operate;
mod operate_people;
mod operate_site;
mod overview;
mod routes;

mod show;
