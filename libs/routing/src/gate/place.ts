import type { Routed } from '../router.js';

/** Where a question went: an assistant, `clarify` where it is asked back, `none` where it is nobody's business. */
export const placeOf = ({
  assistant,
  unavailable,
  route,
}: Pick<Routed, 'assistant' | 'unavailable' | 'route'>): string =>
  assistant ?? unavailable ?? (route.method === 'clarify' ? 'clarify' : 'none');

/** Off-topic questions may be asked back, and unclear ones refused: neither is given a wrong answer. */
export const isRightPlace = (label: string, place: string): boolean =>
  label === 'none' || label === 'unclear' ? place === 'clarify' || place === 'none' : label === place;
