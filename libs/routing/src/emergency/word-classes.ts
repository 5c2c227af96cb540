import type { WordClasses } from './sequence-matcher.js';

/** Words that stand for one another in the phrases; see `SequenceMatcher` for how they are written. */
export const wordClasses: WordClasses = {
  person: `he hes she shes they theyre him her them someone someones somebody somebodys guy guys man men mans woman women lady
    ladies bloke dude chap fella lad kid kids child children boy girl toddler baby customer customers cust member members guest
    guests player players visitor person people friend friends mate mates buddy pal dad father mom mum mother wife husband son
    daughter brother sister grandma grandpa grandad uncle aunt partner boyfriend girlfriend colleague coworker gentleman caller
    teen teenager everyone everybody im i me we were us one youngster folk folks cleaner host stranger granddad gran granny
    cousin nephew niece`,
  other: `he hes she shes they theyre him her them someone someones somebody guy guys man men woman women lady ladies bloke dude
    chap fella lad kid kids child children boy girl toddler baby customer customers cust member members guest guests player
    players visitor person people friend friends mate mates buddy pal dad father mom mum mother wife husband son daughter brother
    sister grandma grandpa grandad uncle aunt partner boyfriend girlfriend colleague coworker gentleman caller teen teenager
    granddad gran granny cousin`,
  object: `him her them me us someone somebody people everyone wife husband girlfriend boyfriend kid kids child son daughter
    customer member guest guy man woman girl boy friend mate staff host each other another`,
  whose: `my his her their your a the one kids guys mans womans girls boys customers guests members friends mates wifes husbands
    sons daughters dads moms mums left right both own little someones`,
  limb: `ankle ankles knee knees kneecap shin shins elbow elbows wrist wrists finger fingers fingertip thumb shoulder shoulders
    rib ribs jaw nose tooth teeth eye eyes eyeball eyebrow skull forehead neck hip thigh calf hamstring collarbone temple lip lips
    tongue cheek chin forearm leg legs bone bones knuckle knuckles achilles groin scalp throat stomach spine tendon`,
  part: `head face arm arms hand hands foot feet toe toes back ear ears chest belly heel nail heart mouth skin muscle palm`,
  injure: `broke broken break fractur* sprain* twist* rolled dislocat* cut cuts sliced gash* smash* crush* burn* scald* hurt hurts
    hurting injur* swollen swell* swelling split cracked snapped struck smacked whack* clock* busted bang* bump* punctur* poked
    bruis* pierc* stabbed scrap* graz* nicked torn tore pulled popped blister* bleed* pinch* squash* shatter* sever* chopped
    splinter* stung bitten bit wrenched limping`,
  hit: `hit hits hitting struck smack* whack* clock* clobber* bash* nailed bonk* belted thump* walloped conk* bopped
    beaned caught`,
  device: `projector computer pc machine machines screen screens outlet outlets socket sockets cabinet panel battery laptop fridge
    heater simulator sim bin trash wire wires wiring cable cables plug plugs lamp kiosk speaker unit monitor box tv extension
    cord charger adapter microwave vending coffee dryer vent vents boiler printer rack switch fuse breaker keypad server toaster
    kettle hoover vacuum dustbin router tablet stand motor strip`,
  place: `room lobby bay bays building wall walls ceiling roof floor corridor hallway restroom bathroom toilet kitchen garage lot
    door doorway basement attic storage closet stairwell stairs locker lockers elevator car carpet office suite place here
    inside outside upstairs downstairs window counter sofa couch curtain curtains mat turf landing`,
  alarm: `alarm alarms detector detectors siren sirens`,
  sounding: `going goes gone went off beep* ring* sounding sounds blar* scream* triggered tripped set chirp* shriek* wail* wont
    continuous nonstop stop`,
  negation: `not isnt arent wont doesnt didnt cant cannot aint hasnt havent isn wasnt never couldnt dont`,
  water: `water leak* drip* flood* gush* pouring spray* overflow* wet soak* seep* spurt* puddle* pooling`,
  fixture: `ceiling roof wall walls pipe pipes toilet toilets sink sinks tap taps faucet sprinkler sprinklers radiator shower
    fridge heater dishwasher urinal drain drains tank gutter skylight upstairs cistern boiler`,
  weapon: `gun guns knife knives weapon weapons pistol rifle machete firearm handgun shotgun axe hatchet crowbar taser`,
  dark: `dark black dead out off down`,
  whole: `all every everything everywhere whole entire building block street neighborhood neighbourhood town site club both
    half place entirely lobby everyones`,
};
