//! The stores under test: each passes the suite of `contract`, and a random walk finds no difference between them.

mod model {
    use std::future::{Future, ready};
    use std::pin::Pin;
    use std::sync::Arc;

    use postern_store::Store;
    use postern_store::contract::Fixture;
    use postern_store::model::Model;

    #[derive(Default)]
    struct InMemory(Arc<Model>);

    impl Fixture for InMemory {
        fn store(&self) -> Arc<dyn Store> {
            Arc::clone(&self.0) as Arc<dyn Store>
        }

        fn reopen(&mut self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
            self.0 = Arc::new(self.0.reopened());
            Box::pin(ready(()))
        }
    }

    postern_store::contract!(InMemory::default());
}
