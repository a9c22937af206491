"""A step's batch as the micro-batches that this process computes."""

from collections.abc import Callable
from dataclasses import dataclass

from aquila2.base.errors import UserError
from aquila2.model.attention import Attend
from aquila2.model.batch import Batch, attend_for
from aquila2.model.transformer import Head
from aquila2.parallel.context_parallel import attend_for_shard, shard
from aquila2.parallel.mesh import Mesh


@dataclass(frozen=True)
class MicroBatch:
    """What the model is called with. `length` bounds the positions; `attend` knows the whole rows."""

    batch: Batch
    attend: Attend
    length: int
    head: Head


def micro_batches(batch: Batch, rows: int, mesh: Mesh, head_for: Callable[[Batch], Head]) -> list[MicroBatch]:
    """Split a batch, take this process's tokens of it (cp), and move them to its device.

    Every process of one data rank is given the same batch: what a stage or a part of a row needs of it is cut out where
    it is needed, and nothing but activations is sent.

    Args:
        batch: this data rank's rows, in host memory.
        rows: rows of a micro-batch.
        head_for: the head of a micro-batch; it is given this process's tokens alone.

    Raises:
        UserError: rows whose tokens do not divide over cp and tp.
    """
    S, cp, tp = batch.ids_BS.shape[1], mesh.size("cp"), mesh.size("tp")
    if mesh.config.sequence_parallel and S // cp % tp:
        raise UserError(
            f"tp={tp}: rows of {S // cp} tokens do not divide; change the length, or sequence_parallel=false"
        )
    found = []
    for part in batch.split(rows):
        attend = attend_for(part, mesh.device) if cp == 1 else attend_for_shard(part, mesh)
        local = shard(part, mesh).to(mesh.device)
        found.append(MicroBatch(local, attend, S, head_for(local)))
    return found
