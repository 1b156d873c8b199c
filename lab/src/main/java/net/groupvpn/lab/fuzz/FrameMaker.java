package net.groupvpn.lab.fuzz;

import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.wire.WireWriter;

/** Makes frames that travel outside of records, mostly with the right MAC. */
final class FrameMaker {
  private final Dice dice;
  private final Security security;
  private final byte[] realmTag;

  FrameMaker(Dice dice, Security security, byte[] realmTag) {
    this.dice = dice;
    this.security = security;
    this.realmTag = realmTag;
  }

  byte[] make() {
    WireWriter out = new WireWriter();
    switch (dice.below(4)) {
      case 0 -> {
        return dice.bytes(1_400);
      }
      case 1 -> sealed(out);
      case 2 -> mac(header(out, FrameType.RETRY).i64(dice.i64()).variable(dice.bytes(70)));
      default -> handshake(header(out, FrameType.HANDSHAKE));
    }
    return out.toBytes();
  }

  private WireWriter header(WireWriter out, FrameType type) {
    return out.code(type).u8(FrameHeader.VERSION).fixed(realmTag);
  }

  private void sealed(WireWriter out) {
    out.code(FrameType.SEALED).u8(FrameHeader.VERSION).i32(dice.i32()).i64(dice.i64());
    out.fixed(dice.bytes(1_200));
  }

  private void handshake(WireWriter out) {
    int index = dice.i32() & ~1;
    int total = dice.oneIn(4) ? dice.u16() : dice.upTo(2_000);
    int offset = dice.flag() ? 0 : dice.upTo(total);
    byte[] fragment = dice.bytes(Math.min(1_000, total - offset));
    out.i64(dice.i64()).u8(dice.oneIn(4) ? 1 : 0).i32(index).i32(index | 1);
    out.u16(offset).u16(total).u16(dice.flag() ? 0 : dice.u16());
    out.variable(dice.flag() ? new byte[0] : dice.bytes(64)).variable(fragment);
    out.fixed(new byte[dice.upTo(1_200)]);
    mac(out);
  }

  private void mac(WireWriter out) {
    byte[] body = out.toBytes();
    out.fixed(
        dice.oneIn(8)
            ? new byte[Security.FRAME_MAC_BYTES]
            : security.frameMac(body, 0, body.length));
  }
}
