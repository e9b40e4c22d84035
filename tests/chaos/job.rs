//! The job that all runs put on: its topics, its file, and what it is connected to.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::metadata::Metadata;

use crate::cluster::{Cluster, Registry};
use crate::feeder::Encoding;
use crate::support::forwarder::Forwarder;
use crate::support::proxy::Proxy;
use crate::support::schemas::Schemas;
use crate::support::secure::{Access, Operation, PASSWORD, Pattern, Resource, USER};
use crate::support::{eventually, unique};

/// Partitions of the source and of each output.
pub const PARTITIONS: i32 = 6;

/// How the members of a group agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Protocol {
    /// Classic, `range`: everybody gives everything back first
    Eager,
    /// Classic, `cooperative-sticky`
    Cooperative,
    /// KIP-848: `group.protocol=consumer`
    Consumer,
}

impl Protocol {
    pub const ALL: &[Self] = &[Self::Eager, Self::Cooperative, Self::Consumer];

    pub fn name(self) -> String {
        clap::ValueEnum::to_possible_value(&self).expect("none is hidden").get_name().to_owned()
    }

    /// Properties of a consumer. For KIP-848 the broker sets the same session timeout and heartbeats.
    pub fn properties(self) -> Vec<(String, String)> {
        let classic = |strategy| {
            let timeouts = [("session.timeout.ms", "3000"), ("heartbeat.interval.ms", "500")];
            [&[("partition.assignment.strategy", strategy)], &timeouts[..]].concat()
        };
        let properties = match self {
            Self::Eager => classic("range"),
            Self::Cooperative => classic("cooperative-sticky"),
            Self::Consumer => vec![("group.protocol", "consumer")],
        };
        properties.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

/// What stands between the job and the brokers.
pub enum Way {
    Plain,
    /// A proxy that loses and delays.
    Proxied(Proxy),
    /// A login, with the rights that the job needs and no others.
    Login,
}

/// A job's names and connections.
pub struct Job {
    pub name: String,
    pub source: String,
    /// In the order of their numbers in rows: even, odd, dead letters.
    pub outputs: Vec<String>,
    pub receipts: String,
    pub way: Way,
    pub avro: Option<Avro>,
}

/// The registry that events in Avro need, behind something that may hang.
pub struct Avro {
    pub forwarder: Forwarder,
    path: String,
    schemas: Schemas,
    versions: usize,
}

impl Avro {
    pub fn new(registry: &Registry) -> Self {
        let (host, path) = registry.url.trim_start_matches("http://").split_once('/').expect("host and path");
        let mut forwarder = Forwarder::new(host);
        forwarder.open();
        Self { forwarder, path: path.to_owned(), schemas: Schemas::at(&registry.url), versions: 0 }
    }

    /// Another version of the events' schema: the job has to ask for it. The registry itself is asked, not what hangs.
    pub fn next_version(&mut self, subject: &str) -> Encoding {
        self.versions += 1;
        let extra = format!(r#",{{"name":"extra_{}","type":"int","default":0}}"#, self.versions);
        Encoding::Avro(self.schemas.register(subject, &schema(&extra)))
    }
}

fn schema(more: &str) -> String {
    format!(
        r#"{{"type":"record","name":"event","fields":[{{"name":"id","type":"string"}},{{"name":"k","type":"string"}},{{"name":"n","type":"long"}}{more}]}}"#
    )
}

fn admin(cluster: &Cluster) -> AdminClient<DefaultClientContext> {
    cluster.kafka.config().create().expect("an admin client")
}

fn make(cluster: &Cluster, topics: &[NewTopic<'_>]) {
    let made = futures::executor::block_on(admin(cluster).create_topics(topics, &AdminOptions::new()));
    made.expect("an answer").into_iter().for_each(|made| drop(made.expect("a topic")));
}

/// Waits until every broker has heard of the topics. `listener`: whom to ask, in ports beyond a broker's first.
fn known_to_all(cluster: &Cluster, listener: u16, config: &ClientConfig, topics: &[&String]) {
    let mut known = BTreeSet::new();
    let everybody_knows = || {
        for server in cluster.listeners(listener) {
            let client: BaseConsumer = config.clone().set("bootstrap.servers", server).create().expect("a client");
            for &topic in topics {
                // Whom a client asks is its own choice; the answer tells who gave it.
                let metadata = client.fetch_metadata(Some(topic), Duration::from_secs(5));
                let knows = |metadata: &Metadata| metadata.topics().iter().any(|topic| !topic.partitions().is_empty());
                known.extend(metadata.ok().filter(knows).map(|metadata| (metadata.orig_broker_id(), topic)));
            }
        }
        (1..=cluster.replicas()).all(|broker| topics.iter().all(|&topic| known.contains(&(broker, topic))))
    };
    eventually("every broker knows the new topics", everybody_knows);
}

impl Job {
    /// Makes its topics, and what it is connected through.
    pub fn new(cluster: &Cluster, way: Way, avro: Option<Avro>) -> Self {
        let name = unique("chaos");
        let topic = |role: &str| format!("{name}-{role}");
        let outputs = vec![topic("even"), topic("odd"), topic("dead")];
        let job = Self { source: topic("in"), outputs, receipts: topic("receipts"), way, avro, name };
        let new = |name, partitions| NewTopic::new(name, partitions, TopicReplication::Fixed(cluster.replicas()));
        let mut topics = vec![new(&job.source, PARTITIONS), new(&job.receipts, 1)];
        topics.extend(job.outputs.iter().map(|output| new(output, PARTITIONS)));
        make(cluster, &topics);
        if let Way::Login = job.way {
            cluster.kafka.allow(&job.rights());
        }
        job.is_known_to_all(cluster);
        job
    }

    /// Waits until every broker has heard of the topics, and of the right to see them: a job that asks earlier is told that
    /// they do not exist.
    fn is_known_to_all(&self, cluster: &Cluster) {
        let topics: Vec<&String> = self.outputs.iter().chain([&self.source, &self.receipts]).collect();
        match self.way {
            Way::Login => known_to_all(cluster, 4, &cluster.secure().config(), &topics),
            _ => known_to_all(cluster, 0, &cluster.kafka.config(), &topics),
        }
    }

    /// Everything that the job needs, in an order in which tests may take it away: each of these stops it.
    pub fn rights(&self) -> Vec<Access> {
        use Operation::*;
        let right = |operation, resource, name: &str| Access {
            operation,
            resource,
            pattern: Pattern::RD_KAFKA_RESOURCE_PATTERN_LITERAL,
            name: name.to_owned(),
        };
        let topic = |operation, name: &str| right(operation, Resource::RD_KAFKA_RESOURCE_TOPIC, name);
        let mut rights = vec![
            right(RD_KAFKA_ACL_OPERATION_READ, Resource::RD_KAFKA_RESOURCE_GROUP, &self.name),
            topic(RD_KAFKA_ACL_OPERATION_READ, &self.source),
            topic(RD_KAFKA_ACL_OPERATION_WRITE, &self.outputs[0]),
            topic(RD_KAFKA_ACL_OPERATION_WRITE, &self.outputs[1]),
            topic(RD_KAFKA_ACL_OPERATION_WRITE, &self.receipts),
            topic(RD_KAFKA_ACL_OPERATION_WRITE, &self.outputs[2]),
        ];
        rights.push(Access {
            pattern: Pattern::RD_KAFKA_RESOURCE_PATTERN_PREFIXED,
            ..right(
                RD_KAFKA_ACL_OPERATION_WRITE,
                Resource::RD_KAFKA_RESOURCE_TRANSACTIONAL_ID,
                &format!("{}/", self.name),
            )
        });
        rights
    }

    /// Takes a denial back.
    pub fn restore(cluster: &Cluster, denied: &Access) {
        let operation = match denied.operation {
            Operation::RD_KAFKA_ACL_OPERATION_READ => "Read",
            _ => "Write",
        };
        let resource = match denied.resource {
            Resource::RD_KAFKA_RESOURCE_GROUP => "--group",
            _ => "--topic",
        };
        let user = format!("User:{USER}");
        let what = ["--remove", "--force", "--deny-principal", &user, "--operation", operation, resource, &denied.name];
        cluster.tool(&[&["AclCommand"], &what[..]].concat());
        // Brokers hear of it later, and of everything in the order in which it was decided: one that knows a topic that was
        // made when an earlier one was known everywhere is past the denial.
        for _ in 0..2 {
            let later = unique("later");
            make(cluster, &[NewTopic::new(&later, 1, TopicReplication::Fixed(cluster.replicas()))]);
            known_to_all(cluster, 0, &cluster.kafka.config(), &[&later]);
        }
    }

    /// Gives the source more partitions.
    pub fn grow(&self, cluster: &Cluster, partitions: i32) {
        let more = NewPartitions::new(&self.source, partitions as usize);
        let made = futures::executor::block_on(admin(cluster).create_partitions([&more], &AdminOptions::new()));
        made.expect("an answer").into_iter().for_each(|made| drop(made.expect("more partitions")));
    }

    /// Writes its file (and the schema of events in Avro) into a directory.
    pub fn write(&self, cluster: &Cluster, protocol: Protocol, window: &str, directory: &Path) {
        let Self { name, source, outputs, receipts, .. } = self;
        let [even, odd, dead] = &outputs[..] else { unreachable!("three outputs") };
        let mut kafka = match &self.way {
            Way::Plain => format!("kafka:\n  bootstrap.servers: '{}'", cluster.kafka.bootstrap),
            Way::Proxied(proxy) => format!("kafka:\n  bootstrap.servers: '{}'", proxy.bootstrap()),
            Way::Login => {
                let secure = cluster.secure();
                secure.section(PASSWORD, &secure.ca)
            }
        };
        // New partitions are to be seen soon.
        kafka += "\n  topic.metadata.refresh.interval.ms: '1000'";
        for (name, value) in protocol.properties() {
            kafka += &format!("\n  {name}: '{value}'");
        }
        let (format, registry) = match &self.avro {
            None => (
                "format: json\n  columns: {id: varchar not null, k: varchar not null, n: bigint not null}".to_owned(),
                String::new(),
            ),
            Some(Avro { forwarder, path, .. }) => {
                std::fs::write(directory.join("event.avsc"), schema("")).expect("written");
                let url = format!("http://{}/{path}", forwarder.address());
                (
                    "format: avro\n  schema: event.avsc".into(),
                    format!("schema_registry: {{url: '{url}', timeout: 2s}}\n"),
                )
            }
        };
        let file = format!(
            "job: {name}
{kafka}
{registry}source:
  topics: [{source}]
  {format}
window: {window}
mapper:
  - into: halves
    sql: |
      SELECT CASE WHEN n % 2 = 0 THEN '{even}' ELSE '{odd}' END AS _topic, id, k, n FROM events
outputs:
  halves: {{topics: [{even}, {odd}], format: json, key: k}}
dead_letters: {{topic: {dead}}}
receipts: {{topic: {receipts}}}
"
        );
        std::fs::write(directory.join("job.yaml"), file).expect("written");
    }

    pub fn proxy(&self) -> &Proxy {
        match &self.way {
            Way::Proxied(proxy) => proxy,
            _ => unreachable!("the fault says that it needs a proxy"),
        }
    }
}
