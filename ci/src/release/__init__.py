"""A release is a value that moves through typed stages. Where a line lives:

Values       settings, target, artifacts, oci, published, stack, evidence, history, lease
Plans        recipes, changes, sync, plan, retention: pure, printed by a dry run, executed by one executor
Order        run, rollback on the ports of `ports`, so that a test needs no cloud to see the order; `live` fills them
AWS          aws (the only module that imports boto3), preflight, registry, repeatable, function, site, cdn, archive,
             lock, statelock, prune
Proof        smoke, fetch, logs, warmup act; events, judge say what to send and what an answer must be
Doctor       doctor judges, probe collects
Report       report, rendered by table and page (style); bom
Everywhere   errors, together
"""
