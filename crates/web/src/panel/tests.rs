//! Pages as a browser gets them, of an engine with a store in memory.

mod catalogue;
mod door;
mod errors;
mod house;
mod overview;
mod queue;
mod routes;
mod scripts;
mod trace;

mod show;
