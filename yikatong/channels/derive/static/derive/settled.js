'use strict';
/* A page that answers a form: Back and reload ask for its address anew, they do not offer to send the form again. */
history.replaceState(null, '', location.href);
