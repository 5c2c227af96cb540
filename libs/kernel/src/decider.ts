/** An aggregate as three pure functions: what a command makes happen, what an event changes, and where all begins. */
export interface Decider<State, Command, Event> {
  decide(command: Command, state: State): readonly Event[];
  evolve(state: State, event: Event): State;
  initialState(): State;
}

/** The state that a history leads to. */
export const fold = <State, Command, Event>(
  decider: Pick<Decider<State, Command, Event>, 'evolve' | 'initialState'>,
  history: Iterable<Event>,
): State => {
  let state = decider.initialState();
  for (const event of history) state = decider.evolve(state, event);
  return state;
};
