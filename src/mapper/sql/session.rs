//! DataFusion, set up for statements that are planned once and run for every window.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use datafusion::execution::context::SessionContext;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::GreedyMemoryPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::functions::datetime::to_char;
use datafusion::logical_expr::ScalarUDF;
use datafusion::optimizer::{Analyzer, AnalyzerRule};
use datafusion::prelude::SessionConfig;

use super::bounds;
use super::checks::is_repeatable;
use super::constants::ConstantsRule;
use super::dialect::Dialect;
use super::errors::Names;
use super::failures::GuardedProjectionRule;
use super::guards::{GuardRule, InlineRule};
use super::lookup_rule::LookupRule;
use super::union_all::UnionAllRule;

/// Rows in a batch: enough to spread the cost of a batch over, few enough for its columns to stay in the cache.
const BATCH_ROWS_MAX: usize = 8192;

/// What a window's aggregates, sorts and joins may take together, beside the tables.
pub(super) const MEMORY_BYTES_MAX: usize = 1 << 30;

/// A session in which statements are planned. `table_bytes` is the size of the tables, which a join that is no index
/// probe holds again while it runs.
pub(super) fn session(functions: Vec<ScalarUDF>, table_bytes: usize) -> datafusion::common::Result<SessionContext> {
    // A window has no place on disk: what does not fit is an error of its events.
    let runtime = RuntimeEnvBuilder::new()
        .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled))
        .with_memory_pool(Arc::new(GreedyMemoryPool::new(MEMORY_BYTES_MAX.saturating_add(4 * table_bytes))))
        .build_arc()?;
    let dialect = Dialect::new();
    let own: HashSet<String> = functions.iter().map(|function| function.name().to_owned()).collect();
    let mut rules = bounds::physical_rules();
    rules.insert(0, Arc::new(UnionAllRule));
    rules.insert(1, Arc::new(GuardedProjectionRule));
    rules.push(Arc::new(LookupRule));
    let mut state = SessionStateBuilder::new()
        .with_config(config())
        .with_runtime_env(runtime)
        .with_default_features()
        .with_table_functions(HashMap::new())
        .with_analyzer_rules(analyzer_rules(&dialect, own))
        .with_optimizer_rules(bounds::optimizer_rules())
        .with_physical_optimizer_rules(rules);
    let own = dialect.planners.iter().cloned();
    let planners = own.chain(state.expr_planners().clone().unwrap_or_default()).collect();
    let context = SessionContext::new_with_state(state.with_expr_planners(planners).build());
    dialect.scalars.into_iter().for_each(|function| context.register_udf(function));
    dialect.aggregates.into_iter().for_each(|function| context.register_udaf(function));
    dialect.windows.into_iter().for_each(|function| context.register_udwf(function));
    functions.into_iter().for_each(|function| context.register_udf(function));
    bounds::register(&context);
    Ok(context)
}

/// `own` are the names of the functions of mubatch.
fn analyzer_rules(dialect: &Dialect, own: HashSet<String>) -> Vec<Arc<dyn AnalyzerRule + Send + Sync>> {
    let mut rules = dialect.before_coercion.clone();
    rules.extend(Analyzer::new().rules);
    rules.push(Arc::new(bounds::BindRule::new()));
    rules.extend(dialect.after_coercion.iter().cloned());
    let replaced = dialect.scalars.iter().find(|function| function.name() == "to_char").cloned().map(Arc::new);
    rules.push(Arc::new(ConstantsRule::new(own.clone(), replaced.unwrap_or_else(to_char))));
    // After everything that looks at literals, which a guard hides.
    rules.push(Arc::new(InlineRule::new(own.clone())));
    rules.push(Arc::new(GuardRule::new(own)));
    rules
}

fn config() -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_target_partitions(1)
        .with_batch_size(BATCH_ROWS_MAX)
        .with_information_schema(false)
        .with_collect_statistics(false);
    let options = config.options_mut();
    options.sql_parser.collect_spans = true;
    // Money is exact: see dialect/numbers.
    options.sql_parser.parse_float_as_decimal = true;
    options.execution.enable_recursive_ctes = false;
    // The planner and the optimizer do not always agree on what can be null, for example of CASE.
    options.execution.skip_physical_aggregate_schema_check = true;
    // What `timestamp with time zone` is.
    options.execution.time_zone = Some(crate::codec::UTC.into());
    // Rows that sort alike then come in one order, whatever the sizes of the buffers behind them.
    options.execution.sort_in_place_threshold_bytes = usize::MAX;
    options.optimizer.enable_topk_aggregation = false;
    // Dynamic filters belong to one execution: a plan that has them can't be run again.
    options.optimizer.enable_dynamic_filter_pushdown = false;
    options.optimizer.enable_join_dynamic_filter_pushdown = false;
    options.optimizer.enable_topk_dynamic_filter_pushdown = false;
    options.optimizer.enable_aggregate_dynamic_filter_pushdown = false;
    config
}

/// The names of the functions that a statement may call, for suggestions.
pub(super) fn names(state: &SessionState) -> Names {
    let functions = state.scalar_functions().iter().filter(|(_, f)| is_repeatable(f)).map(|(name, _)| name);
    let functions = functions.chain(state.aggregate_functions().keys()).chain(state.window_functions().keys());
    // What operators are planned as has names that cannot be written.
    let mut functions: Vec<_> = functions.filter(|name| !name.contains(' ')).cloned().collect();
    functions.sort_unstable();
    Names { functions, ..Names::default() }
}
