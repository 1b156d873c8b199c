package net.groupvpn.overlay.dht.rpc;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * The answer to FIND and FIND_PROVED: the nodes closest to a key with which the responder has a
 * session, and enough farther ones to fill a committee. The answer to FIND_PROVED is signed, so
 * that a responder without a session with the asker shows its certificate.
 */
record Neighbours(List<Seat> seats) {
  /** The closest nodes, and as many again that are the closest of their member. */
  static final int MAX_SEATS = 2 * Committee.SEATS;

  private static final String PURPOSE = "groupvpn neighbours 1";

  void write(WireWriter writer) {
    writer.u8(seats.size());
    seats.forEach(seat -> writer.nodeId(seat.node()).nodeId(seat.unit()));
  }

  static Neighbours read(WireReader reader) throws WireException {
    int count = reader.count(MAX_SEATS);
    List<Seat> seats = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      seats.add(new Seat(reader.nodeId(), reader.nodeId()));
    }
    reader.end();
    return new Neighbours(seats);
  }

  byte[] content(NodeId key, long requestId) {
    WireWriter writer = new WireWriter().text(PURPOSE).nodeId(key).i64(requestId);
    write(writer);
    return writer.toBytes();
  }

  static Neighbours ofContent(byte[] content, NodeId key, long requestId) throws WireException {
    WireReader reader = new WireReader(content);
    if (!reader.text(PURPOSE.length()).equals(PURPOSE)) {
      throw new WireException("signed for another purpose");
    }
    if (!reader.nodeId().equals(key) || reader.i64() != requestId) {
      throw new WireException("answers another request");
    }
    return read(reader);
  }
}
