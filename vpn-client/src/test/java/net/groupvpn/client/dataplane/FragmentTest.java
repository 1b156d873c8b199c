package net.groupvpn.client.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records in pieces: cut by one end and reassembled by the other. */
class FragmentTest {
  private static final int MAX_RECORD = 2_048;
  private static final int SMALL_MTU = 518;
  private static final long SECOND = 1_000_000_000L;

  private final Random random = new Random(4);
  private final PacketCounters counters = new PacketCounters();
  private final FragmentCutter cutter = new FragmentCutter();
  private final FragmentAssembly assembly = new FragmentAssembly(MAX_RECORD, counters);
  private final byte[] out = new byte[MAX_RECORD + 20];

  private byte[] record(int length) {
    byte[] record = new byte[length];
    random.nextBytes(record);
    record[0] = DataFrame.IP_PACKET;
    return record;
  }

  private List<byte[]> cut(byte[] record, int mtuBytes) {
    List<byte[]> pieces = new ArrayList<>();
    int count = cutter.begin(record.length, mtuBytes);
    byte[] room = new byte[mtuBytes + 3];
    for (int i = 0; i < count; i++) {
      int length = cutter.write(i, record, 0, room, 3);
      assertThat(length).isLessThanOrEqualTo(mtuBytes);
      pieces.add(Arrays.copyOfRange(room, 3, 3 + length));
    }
    return pieces;
  }

  private int add(byte[] piece, long nanos) {
    return assembly.add(piece, 0, piece.length, out, 5, nanos);
  }

  private void assertJoined(int length, byte[] record) {
    assertThat(Arrays.copyOfRange(out, 5, 5 + Math.max(0, length))).isEqualTo(record);
  }

  @Test
  void anyRecordArrivesWholeWhateverTheOrder() {
    for (int round = 0; round < 2_000; round++) {
      byte[] record = record(1 + random.nextInt(MAX_RECORD));
      List<byte[]> pieces = cut(record, 262 + random.nextInt(1_200));
      Collections.shuffle(pieces, random);
      int length = 0;
      for (byte[] piece : pieces) {
        assertThat(length).isEqualTo(FragmentAssembly.INCOMPLETE);
        length = add(piece, 0);
      }
      assertJoined(length, record);
    }
    assertThat(counters.get(PacketCount.INBOUND_FRAGMENT)).isZero();
    assertThat(counters.get(PacketCount.INBOUND_INCOMPLETE)).isZero();
  }

  @Test
  void aFullPacketTakesThreePiecesOnTheSmallestPath() {
    assertThat(cutter.begin(1_421, SMALL_MTU)).isEqualTo(3);
    assertThat(cutter.begin(SMALL_MTU - FragmentCutter.HEADER_BYTES, SMALL_MTU)).isEqualTo(1);
  }

  @Test
  void whatEightPiecesDoNotCarryIsRefused() {
    int most = FragmentCutter.MAX_PIECES * (SMALL_MTU - FragmentCutter.HEADER_BYTES);
    assertThat(cutter.begin(most, SMALL_MTU)).isEqualTo(FragmentCutter.MAX_PIECES);
    assertThat(cutter.begin(most + 1, SMALL_MTU)).isZero();
    assertThat(cutter.begin(10, FragmentCutter.HEADER_BYTES)).isZero();
    assertThatThrownBy(() -> cutter.write(0, new byte[10], 0, out, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void recordsMayBeInterleavedAndAPieceMayBePutTogetherInPlace() {
    byte[] one = record(1_300);
    byte[] two = record(1_400);
    List<byte[]> ones = cut(one, SMALL_MTU);
    List<byte[]> twos = cut(two, SMALL_MTU);
    for (int i = 0; i < 2; i++) {
      assertThat(add(ones.get(i), i)).isEqualTo(FragmentAssembly.INCOMPLETE);
      assertThat(add(twos.get(i), i)).isEqualTo(FragmentAssembly.INCOMPLETE);
    }
    System.arraycopy(twos.get(2), 0, out, 5, twos.get(2).length);
    assertJoined(assembly.add(out, 5, twos.get(2).length, out, 5, 3), two);
    assertJoined(add(ones.get(2), 3), one);
  }

  @Test
  void aPieceThatComesTwiceCountsOnce() {
    byte[] record = record(1_000);
    List<byte[]> pieces = cut(record, SMALL_MTU);
    add(pieces.get(0), 0);
    assertThat(add(pieces.get(0), 0)).isEqualTo(FragmentAssembly.MALFORMED);
    assertJoined(add(pieces.get(1), 0), record);
  }

  @Test
  void piecesThatDoNotGoTogetherAreDroppedAndSpoilNothing() {
    byte[] record = record(1_300);
    List<byte[]> pieces = cut(record, SMALL_MTU);
    add(pieces.get(0), 0);
    byte[] otherCount = pieces.get(1).clone();
    otherCount[FragmentCutter.PLACE_AT] = 1 << 4 | 3;
    byte[] otherLength = Arrays.copyOf(pieces.get(1), pieces.get(1).length - 1);
    byte[] longLast = Arrays.copyOf(pieces.get(2), pieces.get(0).length + 1);
    byte[] outside = pieces.get(1).clone();
    outside[FragmentCutter.PLACE_AT] = 3 << 4 | 2;
    byte[] tooMany = pieces.get(1).clone();
    tooMany[FragmentCutter.PLACE_AT] = 1 << 4 | 8;
    byte[] empty = Arrays.copyOf(pieces.get(1), FragmentCutter.HEADER_BYTES);
    for (byte[] bad : List.of(otherCount, otherLength, longLast, outside, tooMany, empty)) {
      assertThat(add(bad, 0)).isEqualTo(FragmentAssembly.MALFORMED);
    }
    assertThat(counters.get(PacketCount.INBOUND_FRAGMENT)).isEqualTo(6);
    add(pieces.get(1), 0);
    assertJoined(add(pieces.get(2), 0), record);
  }

  @Test
  void aRecordLongerThanTheBufferIsRefused() {
    byte[] first = {FragmentCutter.KIND, 0, 1, 7, 1};
    byte[] piece = Arrays.copyOf(first, FragmentCutter.HEADER_BYTES + MAX_RECORD / 7 + 1);
    assertThat(add(piece, 0)).isEqualTo(FragmentAssembly.MALFORMED);
    byte[] huge = Arrays.copyOf(new byte[] {FragmentCutter.KIND, 0, 1, 0}, MAX_RECORD + 5);
    assertThat(add(huge, 0)).isEqualTo(FragmentAssembly.MALFORMED);
  }

  @Test
  void piecesInsidePiecesAreRefused() {
    byte[] record = record(600);
    record[0] = FragmentCutter.KIND;
    List<byte[]> pieces = cut(record, SMALL_MTU);
    add(pieces.get(0), 0);
    assertThat(add(pieces.get(1), 0)).isEqualTo(FragmentAssembly.MALFORMED);
  }

  @Test
  void theOldestIncompleteRecordGivesWay() {
    byte[] first = record(600);
    List<byte[]> firstPieces = cut(first, SMALL_MTU);
    add(firstPieces.get(0), 0);
    for (int i = 1; i < FragmentAssembly.MAX_INCOMPLETE; i++) {
      add(cut(record(600), SMALL_MTU).get(0), i);
    }
    assertThat(counters.get(PacketCount.INBOUND_INCOMPLETE)).isZero();
    byte[] last = record(600);
    List<byte[]> lastPieces = cut(last, SMALL_MTU);
    add(lastPieces.get(0), 100);
    assertThat(counters.get(PacketCount.INBOUND_INCOMPLETE)).isEqualTo(1);
    assertThat(add(firstPieces.get(1), 101)).isEqualTo(FragmentAssembly.INCOMPLETE);
    assertJoined(add(lastPieces.get(1), 102), last);
  }

  @Test
  void piecesAreNotJoinedAfterTwoSeconds() {
    List<byte[]> pieces = cut(record(600), SMALL_MTU);
    add(pieces.get(0), 0);
    assertThat(add(pieces.get(1), 2 * SECOND + 1)).isEqualTo(FragmentAssembly.INCOMPLETE);
  }

  @Test
  void noBytesBreakIt() {
    for (int round = 0; round < 200_000; round++) {
      byte[] piece = new byte[random.nextInt(400)];
      random.nextBytes(piece);
      if (piece.length > 3) {
        piece[0] = FragmentCutter.KIND;
        piece[1] = 0;
        piece[2] = (byte) random.nextInt(3);
        piece[3] &= 0x77;
      }
      int length = add(piece, round * 1_000_000L);
      assertThat(length).isBetween(FragmentAssembly.MALFORMED, MAX_RECORD);
    }
  }
}
