import type { Concepts } from './concept.js';

export const clubLife: Concepts = {
  book: `book, booking, reserve, reservation, slot, slots, tee time, availability, available, free, opening, openings, vacancy,
    spot, session, appointment, walk in, walk ins, turn up, fit us in, squeeze in, get a bay, have a bay, rent a bay, hire a bay,
    schedule, taken, fully booked, booked, in advance, ahead, confirmation, confirm, confirmed, recurring, weekly slot, every week,
    side by side, next to each other, phone booking, double booked, waitlist, waiting list`,
  cancel: `cancel, canceled, cancelled, cancellation, call off, calling off, pull out, back out, scrap, bail, bailed, ditch, ditched,
    cant make it, cannot make it, not coming, wont be coming, no show, didnt show, want out, get out of, drop our, not going to make,
    give up our slot, no longer need, dont need it anymore, fell through, something came up, came up at work, cant come, forgot our,
    missed our, slept through, overslept, forfeit, lose our money, nobody is coming, snowed in, release the slot`,
  reschedule: `reschedule, move, change, switch, swap, shift, postpone, push back, push, bring forward, different day, different
    time, another day, another evening, other date, later time, earlier time, earlier, later, instead, wrong day, wrong time, am
    instead of pm, next week, rebook, delay our, put back, amend, edit my booking, modify, transfer, rearrange`,
  late: `late, running late, behind, delayed, delay, stuck in traffic, traffic, held up, on our way, on my way, extend, extension,
    longer, more time, half hour more, another hour, another half hour, add time, extra time, add an hour, time is up, times up, ran
    out, runs out, over time, overrun, still playing, before us, after us, next group, our turn, wont leave, early, greyed out`,
  hours: `open, opening, close, closing, closed, hours, opening hours, opening times, 24 hours, 24 7, around the clock, overnight,
    midnight, holiday hours, staffed, staffed hours, unstaffed, in person, thanksgiving, christmas day, new years, easter, labor day,
    memorial day, 4th of july, bank holiday, weekend hours, last start, latest start, shut, open today, open now`,
  door: `door, doors, entrance, front door, inner door, street door, glass door, steel door, keypad, code, door code, access code,
    entry code, pin pad, handle, lock, locked out, get in, let in, let us in, let me in, cant get in, wont open, wont unlock, buzz,
    buzz in, beeps, beeping, unlock, stuck outside, standing outside, stood outside, outside, digits, wrong code, code doesnt work,
    code not working, scan to enter, access, entry, gate, bathroom code, propped open`,
  parking: `parking, park, car park, parking lot, lot, garage, space, spaces, ticket, towed, tow, clamped, permit, plate, number
    plate, license plate, motorhome, rv, truck, trailer, ev charger, charging station, valet, barrier, motorbike, bike rack, bike,
    parking code, parking fee, double parked`,
  directions: `where is, wheres, directions, address, location, locate, find you, find us, find it, get to, how do i get there, how
    to get, map, landmark, lost, bus, train, ferry, station, walk from, drive, uber, taxi, cab, rideshare, lyft, highway, exit off,
    postcode, zip code, sat nav, satnav, gps, google maps, quay, quay street, spinner lane, ridge road, ashcombe, port ellery,
    harbor, harbour, mill, summit, chandlery, unit, which building, phone number, waterfront, industrial, far from, nearest, closest,
    drop off`,
  party: `party, birthday, bachelor, bachelorette, stag, stag do, hen do, hen party, celebration, anniversary, graduation, baby
    shower, wedding, cake, balloon, balloons, decorations, decorate, candles, private room, party room, suite, private suite, big room,
    group of, kids party, family gathering, reunion, christmas party, xmas do, two bays, curtain, get together`,
  food: `food, eat, drink, drinks, snack, snacks, beer, wine, alcohol, liquor, booze, coffee, tea, pizza, sandwich, vending machine,
    fridge, vegan, gluten free, byo, bring our own, cooler, soda, meal, kitchen, menu, dinner, lunch, breakfast, bar, catering,
    sparkling wine, champagne, takeout, delivery, cola, candy, chips, hungry, thirsty`,
  rules: `allowed, allow, rule, rules, permitted, ok to, okay to, policy, can we bring, can i bring, dress code, shoes, sneakers,
    spikes, wear, outfit, smoke inside, vape, vaping, smoking, cigarette, cigar, age limit, how old, minimum age, under 16, alone,
    supervised, unsupervised, how many people, how many fit, capacity, noise, noisy, rowdy, own balls, own clubs, barefoot, jeans`,
  firstTime: `first time, first timer, never been, never played, beginner, beginners, new here, newbie, newcomer, novice, total
    beginner, intro, introduction, induction, how does it work, how does this work, what do i need, what to bring, what should i
    bring, what should i wear, what happens when, check in, show us, arrive, zero idea, no idea, never swung, nervous, just walked in,
    explain how, orientation, guided, walkthrough, try it out, give it a go`,
  lesson: `lesson, lessons, coaching, coach, instructor, golf pro, teach, learn, learn golf, clinic, swing help, fix my swing, slice,
    hook, improve, improve my game, tuition, pack of five, package of lessons, academy, training session, video analysis, class, classes`,
  lostProperty: `lost, left, left behind, forgot, forgotten, missing, misplaced, found, find, hand in, handed in, lost and found, lost
    property, wallet, purse, keys, car keys, phone, watch, jacket, coat, hoodie, umbrella, glasses, sunglasses, headcover, wedge,
    putter, airpods, earbuds, bag, backpack, hat, cap, ring, necklace, bracelet, scarf, gloves, rangefinder, laptop, sofa, bench,
    pick up, retrieve, belongings, iphone, charger, water bottle`,
  account: `account, password, reset password, reset link, forgot password, login, log in, username, email address, phone number,
    change my number, profile, verification code, sms code, two factor, delete my data, delete my account, privacy, unsubscribe,
    notifications, texts, texting, stop texting, personal details, update details, merge, two accounts, duplicate account, locked
    account, inbox, spam, opt out, wallet tab, my name`,
  rental: `rental, rent, hire, club rental, rent clubs, hire clubs, club hire, left handed set, left handed clubs, junior clubs, junior
    set, set of clubs, borrow, loan clubs, need clubs, lefty clubs, ladies clubs`,
};
