import type { Concepts } from './concept.js';

export const health: Concepts = {
  body: `head, face, eye, ear, nose, mouth, lip, tongue, tooth, teeth, jaw, chin, cheek, forehead, temple, skull, neck,
    throat, shoulder, arm, elbow, wrist, hand, finger, thumb, knuckle, nail, chest, rib, back, spine, stomach, belly, tummy,
    hip, groin, leg, thigh, knee, shin, calf, ankle, foot, feet, toe, heel, skin, bone, muscle, hamstring, tendon, pulse, lung,
    brain, scalp, heart, collarbone, eyebrow, eyelid, body, kneecap, achilles`,
  hurt: `hurt, injure, injury, wound, cut, gash, bleed, blood, bloody, bruise, broken, break, broke, fracture, sprain, twist,
    roll, dislocate, popped out, swell, swollen, swelling, burn, burned, scald, blister, sting, stung, bite, bitten, sore, pain,
    agony, ache, hit, struck, smack, whack, clock, knock, crush, pinch, stab, slash, concussion, concussed, scrape, graze,
    splinter, slip, trip, fell, fall, tumble, limp, unable to stand, cant stand, cant walk, cant straighten, snapped, splint,
    ricochet, black eye, stitches, gushing, dripping blood, knocked out, knocked over, put his back out`,
  collapse: `collapse, faint, pass out, passed out, black out, blacked out, unconscious, unresponsive, not responding, not
    breathing, isnt breathing, stopped breathing, cant breathe, struggling to breathe, isnt moving, not moving, wont wake, wont
    wake up, not waking up, seizure, convulsion, fit, fitting, shaking, twitching, foaming, choke, choking, gasping, wheezing,
    turning blue, blue lips, lips blue, no pulse, heart attack, cardiac, chest pain, tight chest, stroke, slurring, slurred,
    droopy, drooping, floppy, dizzy, lightheaded, pale, sweaty, clammy, numb, confused, delirious, cpr, keeled over, dropped to
    the floor, hit the deck, went down, short of breath, out of breath`,
  illness: `sick, ill, illness, unwell, flu, cold, covid, fever, stomach bug, bug, vomiting, throwing up, throw up, puking,
    nausea, headache, migraine, food poisoning, poorly, under the weather, down with, in hospital, hospital, surgery, operation,
    pregnant, gave birth, had the baby, came early, quarantine, isolate, isolating, tested positive, cast, doctors note, physio`,
  condition: `diabetic, diabetes, sugar low, low blood sugar, insulin, hypo, asthma, asthmatic, inhaler, epilepsy, epileptic,
    allergy, allergic, anaphylaxis, anaphylactic, epipen, peanut, bee sting, pacemaker, overdose, od, pills, drugs, poison,
    swallowed, drank bleach, medication, ibuprofen, aspirin, medicine, tablets, heat stroke, dehydrated, allergic reaction`,
  disability: `wheelchair, disabled, disability, deaf, hard of hearing, hearing aid, hearing loop, blind, visually impaired,
    mobility, crutches, walker, walking frame, prosthetic, amputee, one leg, lost a leg, seated, sitting down, stairs, steps,
    step free, ramp, autistic, autism, sensory, carer, caregiver, service dog, assistance dog, guide dog, accessible,
    accessibility, special needs, adaptive, cane, low vision, sign language`,
  firstAid: `first aid, first aid kit, bandage, plaster, band aid, ice pack, aed, defib, defibrillator, bandages, gauze,
    tourniquet, eye wash, burn cream`,
  selfHarm: `suicide, suicidal, kill herself, kill himself, kill myself, end it all, self harm, hurt himself, hurt herself, hurt
    themselves, doesnt want to live, dont want to live, want to die, better off dead, crisis line`,
  death: `died, dead, death, passed away, funeral, bereavement, grandmother passed, killed, dying, loss in the family, wake`,
};
