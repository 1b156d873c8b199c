package net.groupvpn.dhcpdns.binding;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/** What members say to each other about their addresses and names. */
sealed interface BindingMessage {
  /**
   * Most addresses, and most names, of one member: its own and those of machines behind it. So many
   * addresses have 780 bytes, of the 8,000 that a message may have.
   */
  int MAX_ENTRIES = 65;

  int BINDING = 1;
  int ACKNOWLEDGEMENT = 2;

  /**
   * "These are my addresses and names, all of them."
   *
   * @param sequence grows with each change, also across restarts
   * @param addresses the member's own first, then those of machines behind it
   */
  record Binding(long sequence, List<BoundAddress> addresses, List<Label> names)
      implements BindingMessage {
    public Binding {
      addresses = List.copyOf(addresses);
      names = List.copyOf(names);
    }

    @Override
    public byte[] encode() {
      WireWriter out = new WireWriter().u8(BINDING).i64(sequence).u8(addresses.size());
      addresses.forEach(a -> out.i32(a.address().bits()).i64(a.generation()));
      out.u8(names.size());
      names.forEach(name -> out.text(name.text()));
      return out.toBytes();
    }
  }

  /** "I have received that." */
  record Acknowledgement(long sequence) implements BindingMessage {
    @Override
    public byte[] encode() {
      return new WireWriter().u8(ACKNOWLEDGEMENT).i64(sequence).toBytes();
    }
  }

  /** The encoded message. */
  byte[] encode();

  /** Reads any message. */
  static BindingMessage decode(byte[] payload) throws WireException {
    WireReader in = new WireReader(payload);
    int kind = in.u8();
    BindingMessage message =
        switch (kind) {
          case BINDING -> readBinding(in);
          case ACKNOWLEDGEMENT -> new Acknowledgement(in.i64());
          default -> throw new WireException("unknown kind of a binding message");
        };
    in.end();
    return message;
  }

  private static Binding readBinding(WireReader in) throws WireException {
    long sequence = in.i64();
    List<BoundAddress> addresses = new ArrayList<>();
    for (int left = in.count(MAX_ENTRIES); left > 0; left--) {
      addresses.add(new BoundAddress(new Ipv4Address(in.i32()), in.i64()));
    }
    List<Label> names = new ArrayList<>();
    for (int left = in.count(MAX_ENTRIES); left > 0; left--) {
      names.add(Label.read(in));
    }
    return new Binding(sequence, addresses, names);
  }
}
