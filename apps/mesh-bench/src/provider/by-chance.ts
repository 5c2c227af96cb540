import type { StubBehavior } from '#testing/models';

export const between = (least: number, most: number): number => least + Math.random() * (most - least);

/** A provider that answers, is slow, drips or hangs, by chance. @param more what else it may do, each as likely */
export function anyBehavior(...more: readonly StubBehavior[]): StubBehavior {
  const says = ['It ', 'comes ', 'by ', 'text.'];
  const choices: readonly StubBehavior[] = [
    { says },
    { says, afterMs: Math.round(between(1, 800)) },
    { says, drip: { bytes: 8, everyMs: 15 } },
    { says: says.slice(0, 2), cut: 'hang' },
    'hangs',
    ...more,
  ];
  return choices[Math.floor(Math.random() * choices.length)]!;
}
