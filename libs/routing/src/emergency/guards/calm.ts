/**
 * What tells that a text is about an emergency that is over, imagined, written about or somewhere else: these cancel the
 * `likely` phrases, and the first group the `certain` ones as well.
 */
export const written: readonly string[] = [
  'statement|message|text|email|notice|announcement|post|newsletter|wording|tweet|script ~2 about|for|regarding|to ~3 break|outage|power|flood|fire|members|everyone|accident|incident|leak|theft|closure',
  'outage|flood|fire|accident|incident|closure|leak|theft message|text|email|announcement|notice|post|statement|update',
  'what ~3 we|i post|say|tweet|write|announce|publish ~3 online|instagram|facebook|twitter|members|public|press',
  'tweeting|posting|commenting|online|viral|reviews|trending ~3 about|video|it|accident|fight',
  'video ~4 fight|accident|incident ~6 online|viral|post|posted|internet',
  'rewrite|draft|reword',
  'write|draft|rewrite|reword|rephrase|compose|proofread|shorten|summarize|summarise|translate ~1 a|an|me|this|our|my|the|some|us|something|the|up|short|quick|these|better|moby|following',
  'apology|sorry|thank|followup|press|draft|template|caption|newsletter ~2 text|email|message|note|post|letter|notice|statement|release|reply|sign|sms|about|for|we',
  'reply|respond|response|answer ~2 to ~4 review|email|complaint|comment|post|reporter|journalist|press|star|letter|dm|tweet',
  'reporter|journalist|press|newspaper|news|channel|podcast|blogger|magazine|radio|media ~6 ask*|call*|wants|line|question*|story|about|comment|interview|quote|writing',
  'word|wording|phrase|phrasing ~3 for|this|it|text|email|message|announcement',
  'poem|essay|homework|riddle|joke|screenplay|lyrics|novel|movie|film|song|trivia|quiz|recipe|history|fictional|story|theme|book|video ~1 game',
  'make|sound ~2 nicer|friendlier|warmer|softer|shorter|polite',
];

export const calm: readonly string[] = [
  'wants|want|wanna|need|like|can ~1 to ~1 freeze|pause|hold|cancel|stop',
  'freeze|pause|suspend ~2 my|the|their|his|her|our ~1 membership|plan|account',
  'dont|not|cant|stop|keep|still ~2 want|like|need|be|keep ~2 pay|paying|billed|charged',
  'exercises|stretches|stretching|posture|since christmas|years',
  'refund*|cancel*|reschedul*|rebook*|postpone*|invoice|receipt|discount|promo|gift|voucher|league|tournament|membership|lesson|lessons|coach|merch|polo|deposit|franchise|sponsor|loyalty|feathers|points|handicap',
  'money ~2 back',
  'move|change|shift|swap|push|freeze|pause|hold|switch|credit|cancel ~3 booking|reservation|session|slot|membership|plan|time|tonight|tomorrow|it|back|friday|saturday|sunday|date',
  'can|could|cant|wont ~2 make|come|play|golf ~3 tonight|today|tomorrow|it|friday|saturday|sunday|weekend|anymore|while|until|it',
  'last|past|previous|other week|month|year|season|summer|winter|spring|fall|time|tuesday|monday|wednesday|thursday|friday|saturday|sunday|day',
  'week|weeks|month|months|year|years|days ago|back|later|since',
  'yesterday|previously|surgery|recovering|recovered|rehab|physio|doctors ~1 note',
  'what ~1 causes|cures|prevents',
  'what ~1 if|happens ~1 if|there|someone|a',
  'what ~3 do ~3 if|case',
  'in case of|there|someone',
  'if|whenever|should|when ~1 someone|somebody|there|theres|anyone|a|the|we|i|it ~4 ever|happens|gets|got|were|faints|collapses|breaks|fire|hurt|liable|responsible',
  'how|where|what|which|who ~1 do|does|is|are|should|can|to ~3 report|log|document|train|training|policy|procedure|covered|insured',
  'training|trained|course|courses|certified|certification|drill|policy|insurance|insured|waiver|liability|sop|procedure|class',
  'at ~1 home|school|gym|my|work ~1 house|flat|apartment|place|office|home',
  'my house|home|flat|apartment|kitchen|basement|landlord|neighbor|neighbour|roommate|boss|lawn|garden|bathroom|cat|horse',
  'hypothetically|theoretically|imagine|pretend|suppose|lol|haha|joke|joking|metaphor|figuratively|literally',
  'price|prices|cost|costs|fee|fees|charge|charges|statement|bank|card|wallet|bill|rate|rates',
  'app|wifi|login|password|qr|software|fairview|skytrace|projector ~1 remote',
  'mulligan|birdie|par|bogey|fairway|putt|putts|handicap|irons|slice|score|scores|scoring|scorecard|match|strokes',
  'lost|left|found|forgot|find ~3 jacket|phone|wallet|keys|bag|glove|hat|umbrella|headcover|watch|ring|purse|glasses|sweater',
  'hiring|job|jobs|resume|vacancy|career',
  'weather|forecast|election|president|politics|tv|netflix|album|band|actor|celebrity',
];
