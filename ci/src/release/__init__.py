"""A release is a value that moves through typed stages.

Pure core: `settings`, `target`, `artifacts`, `published`, `stack`, `recipes`, `sync`, `plan`,
`changes`, `drift`, `doctor`, `history`, `retention`, `report`. Thin shells that act: `aws` (the only
module that imports boto3), `registry`, `function`, `site`, `cdn`, `smoke`, `archive`, `lock`, `live`.
`run` puts the stages in order on a port, so that a test needs no cloud to see the order.
"""
