package net.groupvpn.overlay.dht.record;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.dht.rpc.Rpc;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** The bodies of STORE and FETCH. */
final class RecordMessages {
  static final int MAX_PAGE_BYTES = 6_000;

  private static final int MAX_PER_PAGE = 64;
  private static final int HEADER_BYTES = 2;

  /** STORE. */
  record Store(long remainingMillis, SignedRecord record) {
    byte[] toBytes() {
      WireWriter writer = new WireWriter().i64(remainingMillis);
      record.signed().write(writer);
      return writer.toBytes();
    }

    static Store read(WireReader reader) throws WireException {
      Store store = new Store(reader.i64(), SignedRecord.read(reader));
      reader.end();
      return store;
    }
  }

  /** FETCH: asks for one page of the records after {@code after}. */
  record Fetch(NodeId key, @Nullable NodeId after) {
    byte[] toBytes() {
      WireWriter writer = new WireWriter().nodeId(key).flag(after != null);
      if (after != null) {
        writer.nodeId(after);
      }
      return writer.toBytes();
    }

    static Fetch read(WireReader reader) throws WireException {
      Fetch fetch = new Fetch(reader.nodeId(), reader.flag() ? reader.nodeId() : null);
      reader.end();
      return fetch;
    }
  }

  /** Answer to FETCH. */
  record Page(boolean hasMore, List<SignedRecord> records) {
    /** As many of {@code records} as fit into this many bytes, and into a page. */
    static Page of(List<SignedRecord> records, int mostBytes) {
      int room = Math.min(MAX_PAGE_BYTES, mostBytes);
      int bytes = HEADER_BYTES;
      int fitting = 0;
      while (fitting < Math.min(records.size(), MAX_PER_PAGE)) {
        bytes += records.get(fitting).signed().wireBytes();
        if (bytes > room) {
          break;
        }
        fitting++;
      }
      return new Page(fitting < records.size(), records.subList(0, fitting));
    }

    byte[] toBytes() {
      WireWriter writer = new WireWriter().flag(hasMore).u8(records.size());
      records.forEach(record -> record.signed().write(writer));
      return writer.toBytes();
    }

    static Page read(WireReader reader) throws WireException {
      boolean hasMore = reader.flag();
      int count = reader.count(MAX_PER_PAGE);
      List<SignedRecord> records = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        records.add(SignedRecord.read(reader));
      }
      reader.end();
      return new Page(hasMore, records);
    }
  }

  private RecordMessages() {}

  static boolean readStored(Rpc.Response response) throws WireException {
    boolean stored = response.body().flag();
    response.body().end();
    return stored;
  }
}
