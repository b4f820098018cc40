/// How a command speaks with a running daemon about its queue and its figures: one line asks, lines of text answer.
///
/// Place in the flow: `programs/sendmail` (queue runs), `programs/mailqueue` and `programs/status` ask with
/// [ControlClient]; the network process answers with [ControlServer]. The socket is `control` in the directory of the
/// journal, which only root and the owner of the queue can enter.
///
/// ## Security
/// The kernel says who calls; everybody but root and the owner of the process is refused, whatever the modes of the
/// directory say. The request is bounded and parsed strictly; a bad one closes its connection and nothing else. What
/// goes back was escaped by the event that it comes from. No programs, no files but the socket.
@org.jspecify.annotations.NullMarked
package org.postern.programs.control;
