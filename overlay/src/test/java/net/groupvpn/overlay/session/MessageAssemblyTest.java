package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.groupvpn.overlay.record.RecordSealer;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MessageAssemblyTest {
  private static final int FULL_PIECE_BYTES = 1_143;

  private final MessageAssembly sender = new MessageAssembly();
  private final MessageAssembly receiver = new MessageAssembly();

  private byte @Nullable [] take(byte[] record) throws WireException {
    return receiver.add(new WireReader(record, 1, record.length - 1), 0);
  }

  private static byte[] fullPiece(int index) {
    return new WireWriter()
        .code(MessageType.FRAGMENT)
        .i32(1)
        .u8(index)
        .u8(MessageAssembly.MAX_PIECES)
        .fixed(new byte[FULL_PIECE_BYTES])
        .toBytes();
  }

  @Test
  void theLongestMessageFitsOnTheNarrowestPath() throws WireException {
    byte[] longest = new byte[Session.MAX_MESSAGE_BYTES];
    longest[longest.length - 1] = 7;
    List<byte[]> records =
        sender.cut(longest, MtuSearch.MINIMUM_BYTES - RecordSealer.OVERHEAD_BYTES);
    byte[] whole = null;
    for (byte[] record : records) {
      assertThat(whole).isNull();
      whole = take(record);
    }
    assertThat(whole).isEqualTo(longest);
  }

  @Test
  void aMessageThatTakesTooManyPiecesIsNotSent() {
    assertThat(sender.cut(new byte[Session.MAX_MESSAGE_BYTES], 100)).isEmpty();
    assertThat(sender.cut(new byte[Session.MAX_MESSAGE_BYTES], 3)).isEmpty();
  }

  @Test
  void piecesThatMakeMoreThanAMessageMayHaveAreForgotten() throws WireException {
    int fitting = Session.MAX_MESSAGE_BYTES / FULL_PIECE_BYTES;
    for (int index = 0; index < fitting; index++) {
      assertThat(take(fullPiece(index))).isNull();
    }
    assertThatThrownBy(() -> take(fullPiece(fitting))).isInstanceOf(WireException.class);
    assertThat(receiver.size()).isZero();
  }
}
