import type { Concepts } from './concept.js';

export const people: Concepts = {
  asker: `customer, cust, customers, client, caller, guest, member, visitor, user, patron, punter, player, golfer, booker,
    regular, newbie, gentleman, lady, guy, bloke, dude, man, woman, girl, boy, fella, chap, lad, someone, somebody, person,
    people, ppl, folk, folks, couple, party, group, he, she, they, him, her, them, women, men`,
  friends: `friend, mate, buddy, pal, bud, girlfriend, boyfriend, partner, brother, sister, bro, sis, twosome, threesome,
    foursome, fourball, cousin, teammate, colleague, coworker, workmate, neighbor, neighbour, lads, girls, guys, boys, gf, bf`,
  family: `dad, mom, mum, mother, father, wife, husband, son, daughter, grandma, grandmother, grandpa, grandfather, granny,
    uncle, aunt, auntie, nephew, niece, parent, mother in law, father in law, hubby, missus, gran, nan, fiance, fiancee, bride,
    groom`,
  child: `kid, child, children, toddler, baby, infant, teen, teenager, youngster, junior, little one, year old, yr old, minor,
    son, daughter, babysitter, sitter, nanny, pram, stroller, buggy, toddlers, schoolkid`,
  animal: `dog, puppy, cat, kitten, pet, horse, fish, hamster, rabbit, bird, parrot, cow, snake, spider, bee, wasp, mouse,
    rat, pup, labrador, goldfish, dolphin, elephant, penguin, dinosaur`,
  staff: `staff, host, employee, worker, desk, front desk, reception, receptionist, manager, duty manager, supervisor, boss,
    technician, tech guy, engineer, repairman, cleaner, caretaker, janitor, security guard, attendant, real person, human, crew`,
  responder: `ambulance, paramedic, medic, emt, doctor, nurse, police, cop, officer, sheriff, firefighter, fireman, fire
    brigade, fire department, fire crew, fire truck, fire engine, first responder, dispatcher, dispatch, 911, 999, 112, rescue,
    fire service, coast guard`,
  stranger: `stranger, intruder, burglar, thief, robber, trespasser, squatter, homeless, prowler, stalker, creep, creepy,
    weirdo, attacker, gunman, shooter, vandal, drunk, junkie, vagrant`,
  owner: `owner, founder, ceo, director, boss of the company, investor, shareholder, landlord, headquarters, head office, who
    owns, who started, ines, marlow, tobias, reed`,
  teacher: `coach, instructor, teacher, pro, trainer, tutor, golf pro, teaching pro`,
  public: `journalist, reporter, press, newspaper, magazine, tv, channel, radio, podcast, podcaster, blogger, vlogger,
    influencer, youtuber, tiktoker, followers, interview, media, camera crew, film crew, documentary, article, quote for the
    paper, editor, photographer, news team, news crew, story about, on the record, photo shoot`,
  famous: `president, prime minister, king, queen, senator, celebrity, actor, actress, singer, trump, biden, obama, musk,
    taylor swift, tiger woods, rory mcilroy, scottie scheffler, jack nicklaus, ronaldo, messi, shakespeare, einstein, napoleon,
    governor, mayor, politician, phil mickelson, bryson dechambeau, jon rahm, arnold palmer`,
  self: `me, myself, i, my, mine, im, ive, id, we, us, our, were, weve, wed`,
};
