import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { QueryResponse } from '#contracts';
import { isHeldOut, readLabeledQuestions } from '#testing/club';
import { Mesh } from '#testing/mesh';
import { ModelStub } from '#testing/models';
import { GroundingAudit, type Finding } from './grounding/audit.js';
import { unsupported } from './grounding/claims.js';
import { askedOf, attackOn, faithfulTo } from './grounding/hostile-model.js';
import { printMachine } from './load/report.js';

/**
 * `npm run bench:grounding`: whether every number, link and promise of an answer stands in a span that it cites, and every
 * citation is what was published (A5). Asked are the development questions, for staff and for members: without a model, with
 * one that keeps to what it is told, and with one that lies in each answer. The auditor finds claims in a way of its own; that
 * it is not blind is shown by what it says of the lies themselves. Ends with 1 when something stands nowhere.
 */
const { values } = parseArgs({
  options: { show: { type: 'string', default: '0' }, most: { type: 'string', default: '1000000' } },
});
const show = Number(values.show);

const root = join(import.meta.dirname, '../../../..');
const questions = readLabeledQuestions(root)
  .filter((question) => !isHeldOut(question))
  .slice(0, Number(values.most));
const club = readFileSync(join(root, 'club/club.yaml'), 'utf8');
const asking = 4;

const share = (part: number, whole: number): string => `${part} of ${whole}`;

type Told = (response: QueryResponse) => void;

async function askAll(mesh: Mesh, told: Told = () => undefined): Promise<GroundingAudit> {
  const audit = new GroundingAudit(mesh, club);
  const asks = questions.flatMap((question) => (['staff', 'member'] as const).map((asker) => ({ ...question, asker })));
  const rest = asks.values();
  const worker = async (): Promise<void> => {
    for (const { text, site, asker } of rest) {
      const response = await mesh.ask(text, { asker, ...(site ? { site } : {}) });
      told(response);
      await audit.look(text, response);
    }
  };
  await Promise.all(Array.from({ length: asking }, worker));
  return audit;
}

const print = (findings: readonly Finding[]): void => {
  for (const { question, what, text } of findings.slice(0, show))
    console.log(`  "${question}": ${what} in ${JSON.stringify(text)}`);
};

/** @returns whether everything stands where it should */
function report(name: string, audit: GroundingAudit): boolean {
  const { claims, claimed, ungrounded, citations, unresolved } = audit;
  const kinds = [...claims].map(([kind, count]) => `${count} ${kind}`).join(', ');
  console.log(`${name}: ${audit.answers} answers, ${audit.sourced} of them with sources`);
  console.log(`  claims in a cited span: ${share(claimed - ungrounded.length, claimed)} (${kinds})`);
  console.log(`  of these in the club's own file, where nothing is cited: ${audit.ownFacts}`);
  console.log(`  citations that resolve: ${share(citations - unresolved.length, citations)}`);
  print(ungrounded);
  print(unresolved);
  return ungrounded.length === 0 && unresolved.length === 0 && claimed > 0 && citations > 0;
}

/** What the answers were made of, by what they say was not available. */
class Tally {
  readonly codes = new Map<string, number>();
  readonly told: Told = ({ degraded }) => {
    for (const code of degraded.length === 0 ? ['none'] : degraded)
      this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
  };
  get line(): string {
    return [...this.codes].map(([code, count]) => `${code} ${count}`).join(', ');
  }
}

const stub = await ModelStub.start();
const modelled = { LOCAL_MODEL_BASE_URL: `${stub.url}/v1`, LOCAL_MODEL: 'stub' };
printMachine({});
console.log(`workload: ${questions.length} development questions, each for staff and for a member`);
const held: Record<string, boolean> = {};

const plain = await Mesh.start();
try {
  held['in the procedures’ own words'] = report('in the procedures’ own words', await askAll(plain));
} finally {
  await plain.remove();
}

const faithful = await Mesh.start({ root, settings: modelled });
try {
  stub.behavior = (call) => faithfulTo(askedOf(call));
  const tally = new Tally();
  held['worded by a model that keeps to it'] = report(
    'worded by a model that keeps to it',
    await askAll(faithful, tally.told),
  );
  console.log(`  calls to the model: ${stub.calls.length}; degraded: ${tally.line}`);
} finally {
  await faithful.remove();
}

const hostile = await Mesh.start({ root, settings: modelled });
try {
  let lied = 0;
  let seen = 0;
  const unseen: string[] = [];
  stub.calls.length = 0;
  stub.behavior = (call) => {
    const asked = askedOf(call);
    const { lie, text, pieces } = attackOn(asked, stub.calls.length);
    if (lie !== 'what it was told') {
      lied += 1;
      const found = unsupported(
        text,
        asked.passages.map((passage) => passage.text),
      );
      if (found.length > 0) seen += 1;
      else unseen.push(`${lie}: ${text}`);
    }
    return { says: pieces };
  };
  const tally = new Tally();
  held['worded by a model that lies'] = report('worded by a model that lies', await askAll(hostile, tally.told));
  console.log(`  calls to the model: ${stub.calls.length}; degraded: ${tally.line}`);
  console.log(`  the auditor sees the lies themselves: ${share(seen, lied)}`);
  for (const text of unseen.slice(0, show)) console.log(`  not seen: ${JSON.stringify(text)}`);
  held['the auditor is not blind'] = lied > 0 && seen >= 0.95 * lied;
} finally {
  await hostile.remove();
  await stub.stop();
}
for (const [bar, holds] of Object.entries(held)) console.log(`A5 ${bar}: ${holds ? 'held' : 'MISSED'}`);
process.exitCode = Object.values(held).every(Boolean) ? 0 : 1;
