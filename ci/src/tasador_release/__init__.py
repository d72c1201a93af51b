"""A release is a value that moves through typed stages. No Dagger and no subprocess here.

values     what moves: app (its contract: function, site, requests, monitoring; reading it), configuration (settings
           and those of a stage), dotenv, confirmation, target, artifacts, stack, state, results, alias, canary,
           duration, the record of a release and the history of all
image      layout, published, repeatable; registry pushes it to ECR, ecr asks whether it is there and keeps what
           was released; bom, cosign, findings of scanners
site       sync plans, bucket sends, objects are replaced on condition; shown is the index and its mark;
           invalidation tells the edges
function   versions, aliases, events and answers, samples, http, gateway, logs, traffic,
           canary, comparison, warmup
flow       plan, run and rollback on the ports of `ports`; effects fills them; planning and going_back make the
           plans from what stands; smoke; caller says who it is
locks      the release lock and its lease; statelock, Terraform's own
records    archive of records, retention and prune
terraform  roots plans and applies on shells; changes of a plan and its losses; outputs of what stands
account    preflight; state_bucket; takeover of what stands already, which imports find; emptying of buckets
diagnosis  doctor on facts and limits; overview of what is live
trial      run: an account tried out in a stage that is thrown away; its cost, the account made ready and closed,
           artifacts that are changed, what is left; facts, compared with those of the rehearsal
github     api, review of a plan in a pull request, comments, deployments with their URL
report     report, whose stages are spans as well, rendered by table, page (stylesheet) and recording
pipeline   THE graph of stages; ports are what it needs of the outside, standing the destination that is AWS,
           bootstrap, adoption and teardown what is done to an account and a stage
everywhere errors (root, preflight, building, releasing, calls), text made safe for a terminal, concurrency,
           patience, interruption by signals, stages, recipes;
           aws is the only module that imports boto3, client_speed what makes its clients quick
"""
