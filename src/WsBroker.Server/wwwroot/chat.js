import { bubbleOf } from './chat/bubble.js';
import { Composer } from './chat/composer.js';
import { Conversation } from './chat/conversation.js';
import { copyOnClick } from './chat/copying.js';
import { linesFor } from './chat/elsewhere.js';
import { MessageLog } from './chat/message-log.js';
import { NameBadge } from './chat/name-badge.js';
import { MessageIds } from './chat/person.js';
import { hashOf, roomOf, tidy } from './chat/room.js';
import { StatusLine } from './chat/status-line.js';
import { TokenDialog } from './chat/token-dialog.js';
import { Token } from './chat/token.js';

const $ = (id) => document.getElementById(id);

const ids = new MessageIds();
const token = new Token();
const tokens = new TokenDialog($('token-dialog'), token, { onAsked: awaitToken, onTaken: () => conversation.join() });
const name = new NameBadge($('name'), $('initial'), $('name-dialog'));
const status = new StatusLine($('status'), $('announcement'), $('notice'));
const log = new MessageLog($('log'), $('messages'), showUnseen);
const composer = new Composer($('composer'), {
    onText: (text) => conversation.say(name.value, text),
    onImage: (image) => conversation.show(name.value, image),
    onNotice: (sentence) => status.notice(sentence),
});
let room;
let conversation;
let missed = 0;
let releaseUnsent = () => {};

function enter() {
    conversation?.leave();
    room = roomOf(location.hash);
    if (location.hash !== hashOf(room)) history.replaceState(null, '', hashOf(room));
    $('room').value = room;
    log.clear();
    showUnsent([]);
    showTitle(0);
    showElsewhere();
    composer.enter(room);
    $('welcome').hidden = false;
    conversation = new Conversation(room, document.baseURI, ids, token, {
        onMessage: showMessage,
        onUnsent: showUnsent,
        onGap: () => log.addGap(),
        onState: showState,
        onNotice: (sentence) => status.notice(sentence),
    });
    conversation.join();
}

function showState(state) {
    status.show(state);
    if (state.name === 'waiting') tokens.lost(state, room, document.baseURI);
    $('unsent-note').textContent = state.name === 'open' ? 'Sending…' : 'Will be sent when connected';
}

function awaitToken() {
    conversation.leave();
    status.show({ name: 'asking' });
}

function showMessage(message) {
    $('welcome').hidden = true;
    log.add(message);
    if (document.hidden && !message.own) showTitle(missed + 1);
}

function showUnsent(messages) {
    $('unsent').hidden = messages.length === 0;
    const bubbles = messages.map(bubbleOf);
    $('unsent-messages').replaceChildren(...bubbles.map(({ element }) => element));
    releaseUnsent();
    releaseUnsent = () => bubbles.forEach(({ release }) => release());
    if (messages.length > 0) {
        $('welcome').hidden = true;
        log.toEnd();
    }
}

function showUnseen(count) {
    $('unseen').hidden = count === 0;
    $('unseen').textContent = count === 1 ? '1 new message' : `${count} new messages`;
}

function showTitle(count) {
    missed = count;
    document.title = `${missed > 0 ? `(${missed}) ` : ''}#${room} · WsBroker`;
}

function showElsewhere() {
    $('elsewhere-lines').replaceChildren(...linesFor(room, document.baseURI).map(({ title, line }) => {
        const item = $('elsewhere-line').content.cloneNode(true);
        item.querySelector('h3').textContent = title;
        item.querySelector('code').textContent = line;
        copyOnClick(item.querySelector('button'), () => line);
        return item;
    }));
}

function view({ target }) {
    const picture = target.closest('[data-viewer]')?.querySelector('img');
    if (!picture) return;
    $('viewer-image').src = picture.src;
    $('viewer-image').alt = picture.alt;
    $('viewer').showModal();
}

function chooseRoom() {
    const chosen = hashOf(tidy($('room').value));
    if (chosen === location.hash) $('room').value = room;
    else location.hash = chosen;
}

$('room-form').addEventListener('submit', (event) => {
    event.preventDefault();
    $('room').blur();
});
$('room').addEventListener('change', chooseRoom);
$('room').addEventListener('focus', () => $('room').select());
$('retry').addEventListener('click', () => conversation.retry());
$('unseen').addEventListener('click', () => log.toEnd());
$('messages').addEventListener('click', view);
$('viewer').addEventListener('click', () => $('viewer').close());
$('viewer').addEventListener('close', () => $('viewer-image').removeAttribute('src'));
copyOnClick($('copy-link'), () => location.href);
window.addEventListener('hashchange', enter);
// The old connection may be dead without knowing it once the network has changed
window.addEventListener('online', () => conversation.join());
document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    showTitle(0);
    conversation.retry();
});

enter();
name.askOnce();
