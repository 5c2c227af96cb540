import { terms } from './terms.js';

/** Words that say nothing of what a question is about: the small words, who speaks, politeness, and "the thing is broken". */
const vagueWords = `a an the this that these those it its i im ive id you your youre u ur we were our us me my mine he hes his him
  she shes her they theyre their them who whos what whats which when why how hows is are was be been am isnt arent
  wasnt do does did dont doesnt didnt can could cant couldnt will would wont wouldnt shall should may might must
  have has had havent hasnt got get gets getting go going goes gone went gonna want wants wanna need needs know
  knows think say says said saying tell tells told ask asks asking asked look looks looking see seems and or but
  so if then than because as at on of off to too for from with without about by into over out up down here there
  not no yes yeah yep nope ok okay oh well um uh hm hmm please pls plz thanks thank thx ty hi hello hey hiya yo
  sorry excuse lol haha again still same always ever just really very less some any all every each other another
  else something somethings anything nothing everything someone somebody anyone anybody nobody thing things stuff
  one ones two three four five last earlier later before after now today tonight soon already yet time times once
  twice day problem problems issue issues trouble question questions quick help helping work works working worked
  broken broke wrong right bad good like usual ridiculous weird strange happened happening happens happen try
  tried trying use using way sort kind bit lot matter customer customers cust caller guest guests member people
  person guy lady man woman line bay box room sir madam mate buddy dude anyway also maybe sure possible back w
  thats theres dunno idk`;

const vague = new Set([...terms(vagueWords), '#', '##']);

/** Whether a question has words and none of them says what it is about: "it did it again", "customer has a problem". */
export function isVague(said: readonly string[]): boolean {
  return said.length > 0 && said.every((term) => vague.has(term));
}
