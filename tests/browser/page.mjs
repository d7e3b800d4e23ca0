// node page.mjs: the modules of the page that need no browser

import './page/admin.test.mjs';
import './page/frames.test.mjs';
import './page/rejoin.test.mjs';
import './page/room-socket.test.mjs';
import './page/room.test.mjs';
