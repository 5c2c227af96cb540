import type { Concepts } from './concept.js';

export const technology: Concepts = {
  screen: `screen, screens, display, monitor, touch screen, touchscreen, side screen, side screens, side monitor, big screen, main
    screen, tv, wall, hdmi, input, desktop, cursor, mouse, keyboard, tablet, pixel, resolution, fullscreen, window, view, no view
    selected, view selected, layout, leaderboard, stats display, blank, blank screen, blue screen, white screen, black screen, grey
    screen`,
  projector: `projector, projection, lamp, beam, image, picture, blurry, out of focus, focus, keystone, crooked, tilted, dim, washed
    out, color, colors, green tint, pink, purple, shifted, aligned, alignment, aspect ratio, cut off, zoomed, remote, overheated,
    orange blinking, no signal, stretched, upside down, fuzzy, faint`,
  frozen: `frozen, freeze, froze, freezes, freezing up, stuck, hang, hangs, hung, hanging, locked up, lock up, not responding,
    unresponsive, crash, crashed, crashes, lag, laggy, lagging, slow, loading, loading circle, spinning, wheel, buffering, glitch,
    glitchy, stutter, jerky, restart, reboot, reset, soft restart, hard restart, relaunch, closes itself, shuts down, error, error
    message, turned off, switched off, wont start, wont load, wont turn on, conked out, conking out, gave up, dead, vanished, kicked
    out, wont boot, bluescreen, disconnect, disconnected, offline`,
  shot: `shot, shots, swing, swings, hit, hits, ball, balls, putt, putts, putting, chip, chips, drive, drives, driver, iron, irons,
    7 iron, wedge, wedges, tee, teed up, red dot, detect, detected, detection, register, registering, registers, read, reads, reading,
    pick up, picks up, pick it up, count, counted, misread, missed shots, ghost, ghost ball, sensor, tracked, tracking, tracks, see my
    ball, recognise, recognize, ignores, ready, waiting for ball, place ball, dead ball, nothing happens, launch`,
  numbers: `distance, distances, yardage, yards, yds, meters, carry, speed, ball speed, club speed, swing speed, spin, backspin, launch
    angle, launch monitor, numbers, data, stats, wrong numbers, accurate, accuracy, inaccurate, too short, too far, way off, shank,
    going left, going right, calibrate, calibration, recalibrate, units, height, altitude, degrees, smash factor, offline, direction,
    straight`,
  unit: `skytrace, lens, camera, light, green light, red light, amber, blue light, status light, orange light, led, blinking,
    flashing, box over the tee, overhead, dirty, wipe, wiped, cleaned, not connected, updating, infrared`,
  machine: `simulator, sim, sims, machine, computer, pc, system, software, fairview, game, program, windows, device, cabinet, usb, cable,
    plug, unplug, equipment, hardware, kit, power button, rig, setup, console, unit, tech, technical, server, driver update, printer`,
  gameplay: `hole, holes, round, rounds, course, courses, resume, resume round, mulligan, gimme, scramble, stroke play, match play,
    practice, range mode, driving range, multiplayer, add player, add a player, players, score, scores, scorecard, scoreboard, tee box,
    green, fairway, bunker, pebble beach, st andrews, augusta, wind, difficulty, settings, option, options, left handed mode, hand, kids
    game, mini golf, mini game, first tee, next hole, skip hole, start over, starts over, goes back, sends us back, main menu, menu, auto
    restart, undo, par, birdie, handicap setting, concede, drop, 18 holes`,
  sound: `sound, audio, volume, speaker, speakers, loud, louder, quiet, quieter, mute, muted, unmute, music, bluetooth, spotify, noise,
    commentary, commentator, announcer, buzz, buzzing, crackle, silent, echo, voice over, play our own music`,
  lights: `lights, light, lighting, bright, brighter, brightness, dark, dim, gloomy, scene, light panel, spotlight, flicker, flickering,
    lamp, bulb, turn on the lights, glare, switch on, light switch, led strip, curtain`,
  login: `login, log in, logged in, log on, sign in, signed in, qr, qr code, scan, scans, scanning, scanner, app login, guest login, pin,
    4 digit pin, booking pin, profile, as guest, wrong name, welcome, authenticate, session started, bay start, wake up, start up,
    doesnt recognise me, log out, logged out, phone died, battery, no app, without the app`,
  licence: `license, licence, licences, licenses, seat, release seat, no seat available, device usage, usage expired, expired, activation,
    activate, subscription ended, unlicensed, not licensed, renew, key expired, trial`,
  wifi: `wifi, wi fi, internet, network, password, nightjar guest, connect, connected, no internet, signal, bars, data, hotspot,
    router, slow internet, online`,
  update: `update, updates, updating, upgrade version, new version, install, installing, patch, download, downloading, version, firmware,
    later, finish installing, postpone update, since the update`,
  turf: `mat, hitting mat, turf, impact screen, rip, ripped, tear, torn, hole in the screen, net, tee height, rubber tee, strip, loose,
    worn, wet mat, sticky, bounce, bounces, bouncing back, bounce back, behind the screen, stuck in the screen, edge, ball return`,
  video: `video, swing video, replay, recording, record, film, clip, download my video, slow motion, camera replay, my rounds, scorecard,
    save, saved, share, screenshot, email me my scorecard`,
  help: `fix, fixed, repair, broken, doesnt work, not working, isnt working, wont work, stopped working, works, problem, issue, trouble,
    faulty, fault, out of order, messed up, playing up, acting up, bust, technician, on call, still, again, keeps, nothing helped,
    tried everything, next step, another bay, free bay, move them, move group`,
  coding: `python, javascript, java, code a, function, algorithm, html, css, sql, regex, typeerror, exception, compile, script, github,
    docker, excel, spreadsheet, formula, api, linux, macbook, iphone settings, android, printer at home, xfinity, netflix, playstation,
    xbox, nintendo, chatgpt, database, base64, website for me, react, kubernetes, hack`,
};
