"""Runs the model for one step: packs what the scheduler chose, computes it, draws tokens.

A decode step is hundreds of small kernels, which Python launches more slowly than they run. So steps are prepared
where they can be: on a GPU as CUDA graphs, on the CPU, for a single sequence, as a `DecodeProgram`. On a GPU a step is
only begun here: its tokens stay on the device, where the next step finds them, and the host reads them later.

Legend: T packed tokens, R rows, M blocks of a row at most, V vocab.
"""

import itertools
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from aquila2.base.device import upload
from aquila2.engine.adapters import Adapter, Adapters
from aquila2.engine.cache_size import CacheSize, plan_cache
from aquila2.engine.decode_graphs import DecodeGraphs
from aquila2.engine.decode_program import DecodeProgram, can_decode
from aquila2.engine.request import Request, Sequence
from aquila2.engine.sampler import Draw, Drawn, Sampler, TokenLogprob
from aquila2.engine.sampling_params import SamplingParams
from aquila2.engine.scheduler import Work
from aquila2.model.attention import Implementation
from aquila2.model.kv_cache import Chunk, PagedAttend, PagedKVCache
from aquila2.model.rope import Rotation
from aquila2.model.transformer import Transformer
from aquila2.tokenizer.stream import Stops

# So many tokens at the end of a prompt are attended one by one, which needs no gathering of keys.
_ROW_TOKENS = 4


@dataclass(frozen=True)
class Result:
    """What a step drew for one sequence: a token, and one after each draft; the log-probabilities asked for."""

    work: Work
    token_ids: list[int]
    logprobs: list[TokenLogprob] | None


class Launched:
    """A step that was begun. `read` waits for it."""

    def __init__(self, works: list[Work], drawn: Drawn | None) -> None:
        self.works, self._drawn, self._event = works, drawn, None
        if drawn is None:
            return
        tensors = [drawn.tokens_R, *(drawn.logprobs or ())]
        if drawn.tokens_R.is_cuda:
            self._host = [torch.empty(t.shape, dtype=t.dtype, pin_memory=True) for t in tensors]
            for host, tensor in zip(self._host, tensors, strict=True):
                host.copy_(tensor, non_blocking=True)
            self._event = torch.cuda.current_stream(drawn.tokens_R.device).record_event()
        else:
            self._host = tensors

    def read(self) -> list[Result]:
        """One result a work, in order."""
        if self._drawn is None:
            return [Result(work, [], None) for work in self.works]
        if self._event is not None:
            self._event.synchronize()
        tokens, *logprobs = (tensor.tolist() for tensor in self._host)
        found = dict[int, TokenLogprob]()
        for row, own, values, ids in zip(self._drawn.logprob_rows, *logprobs, strict=True) if logprobs else ():
            found[row] = TokenLogprob(tokens[row], own, dict(zip(ids, values, strict=True)))
        results, row = list[Result](), 0
        for work in self.works:
            count = 1 + len(work.drafts) if work.draws else 0
            rows, row = range(row, row + count), row + count
            asked, mine = work.sequence.params.logprobs, None
            if asked is not None:
                mine = [
                    TokenLogprob(
                        found[r].token_id, found[r].logprob, dict(itertools.islice(found[r].top.items(), asked))
                    )
                    for r in rows
                ]
            results.append(Result(work, tokens[rows.start : rows.stop], mine))
        return results


class ModelRunner:
    """A model with its KV cache.

    Args:
        model: in evaluation mode, weights in place.
        max_model_len: tokens of a sequence, prompt and answer together, at most.
        attention: implementation for prompts.
        prepared: decode by prepared steps; None: where the model allows it.
        size: of the cache and of a step; None for what the device has room for.
    """

    def __init__(
        self,
        model: Transformer,
        max_model_len: int,
        attention: Implementation = "auto",
        prepared: bool | None = None,
        size: CacheSize | None = None,
    ) -> None:
        self.model, self.max_model_len, self.attention = model, max_model_len, attention
        self.device, self.dtype = model.embed.weight.device, model.embed.weight.dtype
        devices = [layer.mlp_norm.weight.device for layer in model.layers]
        self.size = plan_cache(model, max_model_len, devices) if size is None else size
        # one block more than there are to give: the one that rows without a sequence write to
        self.cache = PagedKVCache(model.config, self.size.num_blocks + 1, self.size.block_size, self.dtype, devices)
        for layer in self.cache.layers:
            layer.k_CKPH[-1] = layer.v_CKPH[-1] = 0
        self.logits_device = model.norm.weight.device
        self.overlaps = self.device.type == "cuda"  # a step goes on while the host reads the last one's tokens
        self.sampler: Sampler | None = None
        self.adapters: Adapters | None = None
        self._last_tokens = torch.zeros(self.size.max_num_seqs, dtype=torch.long, device=self.device)
        self._begun: dict[int, tuple[int, int]] = {}  # slot -> request and run that the sampler knows of
        self._graphs: DecodeGraphs | None = None
        self._program: DecodeProgram | None = None
        if prepared is not False:
            self._prepare(devices)
        if prepared and self._graphs is None and self._program is None:
            raise ValueError("prepared=True: decode steps are prepared on one GPU, or on the CPU for a fused model")

    def _prepare(self, devices: list[torch.device]) -> None:
        if self.device.type == "cuda" and set(devices) == {self.device}:
            rows = self.size.max_num_seqs
            self._graphs = DecodeGraphs(self.model, self.cache, self.max_model_len, self._last_tokens, rows)
        elif can_decode(self.model):
            self._program = DecodeProgram(self.model, self.cache, self.max_model_len)

    def warm_up(self) -> None:
        """Do now what the first steps on a GPU would wait for: graphs are captured, the kernels of a prompt compiled.
        What is computed is nobody's."""
        if self._graphs is None:
            return
        self._graphs.capture()
        P, prompt = self.size.block_size, [0] * min(128, self.max_model_len - 1)
        nobody = Sequence(Request(prompt, SamplingParams(), Stops()), None, self.max_model_len, b"", P)
        nobody.block_table = [self.size.num_blocks] * -(-len(prompt) // P)
        with torch.inference_mode():
            self._logits([Work(nobody, 0, len(prompt), draws=True)])

    def set_vocab_size(self, vocab_size: int) -> None:
        """Tokens that there are; the rows that pad a head beyond them stand for nothing."""
        self.sampler = Sampler(self.logits_device, vocab_size, self.size.max_num_seqs)

    @torch.inference_mode()
    def run(self, works: list[Work]) -> Launched:
        """Begin a step."""
        works = sorted(works, key=lambda work: not _in_rows(work))  # rows first
        logits_RV = self._logits(works)
        draws = [draw for work in works if work.draws for draw in self._draws(work)]
        if not draws:
            return Launched(works, None)
        assert self.sampler is not None, "set_vocab_size comes first"
        drawn = self.sampler.draw(logits_RV, draws)
        self._remember(works, drawn)
        return Launched(works, drawn)

    def _logits(self, works: list[Work]) -> Tensor:
        """Logits [R, V] of what comes after the tokens that a token is drawn after."""
        first, rows_only = works[0], _in_rows(works[-1])
        sequence = first.sequence
        adapted = any(work.sequence.adapter is not None for work in works)
        known = first.start < len(sequence.token_ids)
        if self._program is not None and len(works) == 1 and first.count == 1 and known and not adapted:
            rotation = self._rotation(works, torch.tensor([first.start]))
            table = sequence.block_table
            return self._program.decode(sequence.token_ids[first.start], first.start, table, rotation)[None]
        ids_T = np.concatenate([_token_ids(work) for work in works])
        positions_T = np.concatenate([np.arange(work.start, work.start + work.count) for work in works])
        rows = [work for work in works if _in_rows(work)]
        tables_RM = self._tables(rows)
        if rows_only and self._graphs is not None and len(ids_T) <= self.size.max_num_seqs and not adapted:
            slots_T = np.repeat([work.sequence.slot for work in works], [work.count for work in works])
            heads_R3 = torch.from_numpy(np.stack((ids_T, slots_T, positions_T), 1).astype(np.int32))
            angles = None
            if self.model.rotary.depends_on_length:
                angles = self._rotation(works, upload(torch.from_numpy(positions_T), self.device))
            return self._selected(works, self._graphs.decode(heads_R3, tables_RM, angles))
        return self._eager(works, ids_T, positions_T, tables_RM)

    def _eager(self, works: list[Work], ids_T: np.ndarray, positions_T: np.ndarray, tables_RM: Tensor) -> Tensor:
        P = self.size.block_size
        slots_T = np.concatenate([_slots(work, P) for work in works])
        R = tables_RM.shape[0]
        chunks = [
            Chunk(work.count, work.start + work.count, work.sequence.block_table)
            for work in works
            if not _in_rows(work)
        ]
        lengths_R = torch.from_numpy(positions_T[:R].astype(np.int32) + 1)
        slots = upload(torch.from_numpy(slots_T), self.device)
        lengths_R, tables_RM = upload(lengths_R, self.device), upload(tables_RM, self.device)
        attend = PagedAttend(self.cache, slots, lengths_R, tables_RM, chunks, self.attention)
        ids = upload(torch.from_numpy(ids_T), self.device)
        if (ids_T < 0).any():
            owners = np.repeat([work.sequence.slot for work in works], [work.count for work in works])
            ids = torch.where(ids < 0, self._last_tokens[upload(torch.from_numpy(owners), self.device)], ids)
        rotation = self._rotation(works, upload(torch.from_numpy(positions_T), self.device))
        select = upload(torch.tensor(_selection(works) or [0]), self.device)
        with self._adapted(works):
            logits_1RV: Tensor = self.model(ids[None], attend=attend, select_S=select, rotation=rotation)
        return logits_1RV[0]

    def _adapted(self, works: list[Work]) -> AbstractContextManager[None]:
        """Each adapter's tokens go through it."""
        places, begin = dict[Adapter, list[int]](), 0
        for work in works:
            if work.sequence.adapter is not None:
                places.setdefault(work.sequence.adapter, []).extend(range(begin, begin + work.count))
            begin += work.count
        if not places or self.adapters is None:
            return nullcontext()
        return self.adapters.use([(a, upload(torch.tensor(at), self.device)) for a, at in places.items()])

    def _selected(self, works: list[Work], logits_TV: Tensor) -> Tensor:
        """Of logits of all tokens those that a token is drawn after."""
        selection = _selection(works)
        if len(selection) == logits_TV.shape[0]:
            return logits_TV
        return logits_TV[upload(torch.tensor(selection, dtype=torch.long), self.device)]

    def _rotation(self, works: list[Work], positions_T: Tensor) -> Rotation:
        """The tokens' angles, [1, T, H]; with dynamic scaling each sequence has those of its own length."""
        rotary = self.model.rotary
        if not rotary.depends_on_length:
            return rotary.at(positions_T[None], self.max_model_len, self.dtype)
        parts = [
            rotary.at(positions[None], work.sequence.limit, self.dtype)
            for work, positions in zip(works, positions_T.split([work.count for work in works]), strict=True)
        ]
        return Rotation(*(torch.cat(angles, 1) for angles in zip(*parts, strict=True)))

    def _tables(self, rows: list[Work]) -> Tensor:
        """The blocks of each row: int32 [R, M], M as the longest needs, or all for a graph."""
        longest = -(-max((work.start + work.count for work in rows), default=0) // self.size.block_size)
        tables = np.zeros((sum(work.count for work in rows), longest), dtype=np.int32)
        row = 0
        for work in rows:
            table = work.sequence.block_table[:longest]
            tables[row : row + work.count, : len(table)] = table
            row += work.count
        return torch.from_numpy(tables)

    def _draws(self, work: Work) -> list[Draw]:
        sequence = work.sequence
        if sequence.params.penalizes and self._begun.get(sequence.slot) != (sequence.request.id, sequence.runs):
            assert self.sampler is not None
            self._begun[sequence.slot] = sequence.request.id, sequence.runs
            prompt = sequence.request.prompt_ids
            self.sampler.begin(sequence.slot, prompt, sequence.token_ids[len(prompt) :])
        place = work.start + work.count - len(work.drafts) - len(sequence.request.prompt_ids)
        allowed = None if sequence.guide is None else sequence.guide.allowed()
        return [
            Draw(sequence.params, sequence.seed, place + i, sequence.slot, sequence.answer.stop_ids, allowed)
            for i in range(1 + len(work.drafts))
        ]

    def _remember(self, works: list[Work], drawn: Drawn) -> None:
        """Leave each sequence's token where the next step finds it before the host has read it."""
        if not self.overlaps:
            return
        slots, rows, row = list[int](), list[int](), 0
        for work in works:
            if work.draws:
                slots.append(work.sequence.slot)
                rows.append(row)
                row += 1 + len(work.drafts)
        tokens = drawn.tokens_R
        if len(rows) < tokens.shape[0]:
            tokens = tokens[upload(torch.tensor(rows), tokens.device)]
        at = upload(torch.tensor(slots), self.device)
        self._last_tokens[at] = tokens.to(self.device, non_blocking=True)


def _in_rows(work: Work) -> bool:
    return work.count <= _ROW_TOKENS or bool(work.drafts)


def _token_ids(work: Work) -> list[int]:
    """The tokens that a work computes; -1 for the one that is still on its way."""
    known = work.sequence.token_ids[work.start : work.start + work.count - len(work.drafts)]
    missing = work.count - len(work.drafts) - len(known)
    return [*known, *([-1] * missing), *work.drafts]


def _slots(work: Work, block_size: int) -> np.ndarray:
    positions = np.arange(work.start, work.start + work.count)
    table = np.array(work.sequence.block_table, dtype=np.int64)
    return table[positions // block_size] * block_size + positions % block_size


def _selection(works: list[Work]) -> list[int]:
    """Places among the step's tokens after which one is drawn."""
    selection, end = list[int](), 0
    for work in works:
        end += work.count
        if work.draws:
            selection += range(end - 1 - len(work.drafts), end)
    return selection
