//! The stores under test: each passes the suite of `contract`, and a random walk finds no difference between them.

mod power;
mod walk;

mod model {
    use std::future::{Future, ready};
    use std::pin::Pin;
    use std::sync::Arc;

    use postern_store::Store;
    use postern_store::contract::Fixture;
    use postern_store::model::Model;

    #[derive(Default)]
    pub(crate) struct InMemory(Arc<Model>);

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

    #[test]
    fn a_walk_beside_itself_finds_no_difference() {
        crate::walk::walk(4, InMemory::default, || Box::new(InMemory::default()));
    }
}

mod sqlite {
    use std::future::Future;
    use std::pin::Pin;
    use std::sync::Arc;

    use postern_store::Store;
    use postern_store::contract::Fixture;
    use postern_store::sqlite::{Options, SqliteStore};
    use tempfile::TempDir;

    /// A store in a folder of its own.
    struct InFolder {
        options: Options,
        /// `None` only between closing and opening.
        store: Option<Arc<SqliteStore>>,
        folder: TempDir,
    }

    impl InFolder {
        fn new(options: Options) -> InFolder {
            let folder = tempfile::tempdir().expect("a folder for the test");
            let mut fixture = InFolder { options, store: None, folder };
            fixture.open();
            fixture
        }

        fn open(&mut self) {
            let opened = SqliteStore::open(self.folder.path(), self.options.clone());
            self.store = Some(Arc::new(opened.expect("the store opens")));
        }
    }

    impl Fixture for InFolder {
        fn store(&self) -> Arc<dyn Store> {
            Arc::clone(self.store.as_ref().expect("it is open")) as Arc<dyn Store>
        }

        fn reopen(&mut self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
            Box::pin(async {
                let store = self.store.take().expect("it is open");
                store.close().await.expect("the store closes");
                drop(store);
                self.open();
            })
        }
    }

    /// Whatever the disk of the machine has left; segments so small that some fill up.
    fn small() -> Options {
        Options {
            reserve_bytes: 0,
            reserve_percent: 0,
            segment_bytes: 256 << 10,
            ..Options::default()
        }
    }

    mod with_threads {
        use super::*;

        fn store() -> InFolder {
            InFolder::new(small())
        }

        postern_store::contract!(store());

        #[test]
        fn a_walk_beside_the_model_finds_no_difference() {
            crate::walk::walk(4, crate::model::InMemory::default, || Box::new(store()));
        }
    }

    mod in_line {
        use postern_core::ids::SiteId;
        use postern_store::contract::Stage;
        use postern_store::view::{Question, Reply};

        use super::*;

        fn store() -> InFolder {
            InFolder::new(Options { threads: false, durable: false, ..small() })
        }

        postern_store::contract!(store());

        #[test]
        fn a_walk_beside_the_model_finds_no_difference() {
            crate::walk::walk(12, crate::model::InMemory::default, || Box::new(store()));
        }

        #[test]
        fn the_space_of_a_purge_is_being_given_back_until_a_sweep_is_through() {
            postern_store::contract::run(store(), async |stage| {
                let site = stage.site("example.org").await;
                stage.mail(site).await;
                assert!(!is_giving_back(stage, site).await);
                stage.purge(site).await;
                for _restart in 0..2 {
                    assert!(is_giving_back(stage, site).await);
                    stage.reopen().await;
                }
                stage.sweep(postern_store::contract::stage::NOON).await;
                assert!(!is_giving_back(stage, site).await);
            });
        }

        async fn is_giving_back(stage: &Stage, site: SiteId) -> bool {
            match stage.view(Question::IsGivingBack(site)).await {
                Reply::IsGivingBack(is) => is,
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn every_case_of_the_suite_is_listed() {
    let suite = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contract");
    let list = std::fs::read_to_string(suite.with_extension("rs")).unwrap();
    let mut cases = 0;
    for file in std::fs::read_dir(suite).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in text.lines().filter(|line| line.ends_with("(stage: &mut Stage) {")) {
            let name = line.trim_start_matches("pub async fn ").split('(').next().unwrap();
            assert!(
                list.lines().any(|listed| listed.trim().ends_with(&format!("::{name}"))),
                "{name} is not listed"
            );
            cases += 1;
        }
    }
    assert!(cases > 100, "the suite was found");
}
