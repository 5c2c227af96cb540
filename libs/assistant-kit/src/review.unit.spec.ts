import { it } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { HashedEmbedder } from '#ai';
import { Deadline, newTraceContext } from '#kernel';
import { respondFromKnowledge } from './answer/respond.js';
import { ungroundedFigures } from './grounding/ungrounded-figures.js';
import { Indexer } from '../../../apps/knowledge/src/index-sops/index-sop.js';
import { lexicon } from '../../../apps/knowledge/src/language/lexicon.js';
import { readQuery } from '../../../apps/knowledge/src/language/read-query.js';
import { Vocabulary } from '../../../apps/knowledge/src/language/vocabulary.js';
import { parseSop } from '../../../apps/knowledge/src/sop/parse-sop.js';
import { searchWeights as W } from '../../../apps/knowledge/src/search-knowledge/search-sql.js';
import { booking } from '../../../apps/assistants/booking/src/booking.assistant.js';
import { tech } from '../../../apps/assistants/tech/src/tech.assistant.js';
import { brand } from '../../../apps/assistants/brand/src/brand.assistant.js';
import { emergency } from '../../../apps/assistants/emergency/src/emergency.assistant.js';

const fnv = (text: string) => { let h = 0x811c9dc5; for (const c of new TextEncoder().encode(text.toLowerCase())) { h ^= c; h = Math.imul(h, 0x01000193) >>> 0; } return h; };
const club = parse(readFileSync('club/club.yaml', 'utf8'));
const siteIds = club.sites.map((s: any) => s.id);
const embedder = new HashedEmbedder(lexicon);
const dot = (a: any, b: any) => { let s = 0; for (let i = 0; i < a.length; i++) s += a[i] * b[i]; return s; };
const sdot = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) => { let s = 0; for (const [k, v] of b) s += v * (a.get(k) ?? 0); return s; };
async function load(id: string) {
  const indexer = new Indexer(embedder, lexicon);
  const sops = [];
  for (const f of readdirSync(`apps/assistants/${id}/sops`)) {
    const c = parseSop(readFileSync(`apps/assistants/${id}/sops/${f}`, 'utf8'), { id: f.slice(0, -3), sites: siteIds });
    sops.push({ c, ix: await indexer.index(c) });
  }
  const freq = new Map<string, number>();
  for (const { ix } of sops) for (const t of ix.terms.keys()) freq.set(t, (freq.get(t) ?? 0) + 1);
  const vocab = new Vocabulary(1, sops.length, freq);
  return async (query: string, site?: string, limit = 8) => {
    const q = readQuery(query, vocab, lexicon);
    const [e] = await embedder.embed([q.text]);
    const all: any[] = [];
    for (const { c, ix } of sops) {
      if (site && !c.sites.includes(site)) continue;
      const ss = W.sopTerms * sdot(ix.terms, q.terms) + W.sopEmbedding * dot(ix.embedding, e);
      const rows = ix.chunks.map((k) => { const similarity = dot(k.embedding, e); return { sop: c.id, version: 1, title: c.title, heading: k.heading, text: k.text, start: k.start, end: k.end, similarity, score: ss + W.chunkTerms * sdot(k.terms, q.terms) + W.chunkEmbedding * similarity, coverage: Math.min(1, sdot(k.told, q.shares)), told: k.told, shares: q.shares }; });
      all.push(...rows.sort((a, b) => b.score - a.score).slice(0, 3));
    }
    return all.filter((r) => r.score > 0).sort((a, b) => b.score - a.score).slice(0, limit);
  };
}
it('review', async () => {
  const out: string[] = []; const feats: string[] = [];
  const defs: any = { booking, tech, brand, emergency };
  const read = (n: string) => readFileSync(`club/questions/${n}.jsonl`, 'utf8').trim().split('\n').map((l) => JSON.parse(l)).filter((q) => fnv(q.text) % 2 === 0);
  const others = [...read('off-topic').map((q) => ({ ...q, sops: [] })), ...read('unclear')];
  for (const id of ['booking', 'tech', 'brand', 'emergency']) {
    const search = await load(id);
    const qs = read(id);
    let right = 0, unsure = 0, wrong = 0;
    const rows = [];
    for (const q of qs) {
      let text = ''; const sources: any[] = []; const actions: any[] = []; let esc: any = null; let end: any;
      const top = await search(q.text, q.site);
      const call = { deadline: Deadline.in(5000), trace: newTraceContext(), principal: { id: 'x', kind: 'staff' }, requestId: 'r' };
      for await (const part of respondFromKnowledge({ answerId: 'a', query: q.text, site: q.site, asker: q.asker }, call as any, {
        manifest: { id, version: '1.0.0' } as any, club, policy: defs[id].policy,
        knowledge: { search: async (query, ask) => ({ ok: true, value: await search(query, ask.site) }) },
      })) {
        if (part.type === 'text-delta') text += part.text;
        if (part.type === 'source-add') sources.push(part.source);
        if (part.type === 'action-add') actions.push(part.action);
        if (part.type === 'escalation-raise') esc = part.escalation;
        if (part.type === 'answer-end') end = part;
      }
      const ok = q.sops.includes(sources[0]?.sop);
      if (!sources.length) unsure++; else if (ok) right++; else wrong++;
      feats.push(JSON.stringify({ id, kind: 'in', q: q.text, ok: q.sops.includes(top[0]?.sop), cov: top[0]?.coverage ?? 0, sim: top[0]?.similarity ?? 0, score: top[0]?.score ?? 0, second: top.find((t) => t.sop !== top[0].sop)?.score ?? 0, rank: top.findIndex((t) => q.sops.includes(t.sop)), list: top.map((t) => ({ ok: q.sops.includes(t.sop), sop: t.sop, heading: t.heading, cov: t.coverage, sim: t.similarity, score: t.score, intro: t.heading === t.title, text: t.text })) }));
      rows.push(`#### [${id} ${q.asker} ${q.site ?? '-'}] ${q.text}\n${ok ? 'OK' : 'WRONG ' + q.sops} ${end.category} ${end.priority} conf ${end.confidence.toFixed(2)} cov ${top[0]?.coverage.toFixed(2)} sim ${top[0]?.similarity.toFixed(2)} (${top.slice(0, 3).map((t) => t.sop + '/' + t.heading + ' ' + t.score.toFixed(2)).join(' ; ')}) ungrounded ${JSON.stringify(ungroundedFigures(text, sources))}\n${text}\n-- sources ${sources.map((s) => s.sop + '[' + s.start + ',' + s.end + ']').join(' ')}\n-- actions ${actions.map((a) => a.by + ':' + a.name + ':' + a.label).join(' | ')}\n-- esc ${JSON.stringify(esc)}\n`);
    }
    for (const q of others) { const top = await search(q.text, q.site); feats.push(JSON.stringify({ id, kind: q.assistant, q: q.text, ok: false, cov: top[0]?.coverage ?? 0, sim: top[0]?.similarity ?? 0, score: top[0]?.score ?? 0, second: top.find((t) => t.sop !== top[0].sop)?.score ?? 0, rank: -1 })); }
    out.push(`${id}: ${right}/${qs.length} right, ${unsure} unsure, ${wrong} wrong`, ...rows);
  }
  writeFileSync('/tmp/review.txt', out.join('\n')); writeFileSync('/tmp/feats.jsonl', feats.join('\n'));
}, 100000);
