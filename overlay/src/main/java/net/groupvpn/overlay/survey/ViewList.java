package net.groupvpn.overlay.survey;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * The views of a region's nodes, or none at all if they do not fit: the asker then asks the halves
 * of the region.
 *
 * @param overflown whether views were left out
 */
record ViewList(boolean overflown, List<SiblingView> views) {
  /** Most views of one answer. */
  static final int MAX_VIEWS = 16;

  static final ViewList NONE = new ViewList(false, List.of());

  ViewList {
    overflown = overflown || views.size() > MAX_VIEWS;
    views = overflown ? List.of() : List.copyOf(views);
  }

  ViewList plus(ViewList other) {
    List<SiblingView> all = new ArrayList<>(views);
    all.addAll(other.views);
    return new ViewList(overflown || other.overflown, all);
  }

  byte[] toBytes() {
    WireWriter out = new WireWriter().flag(overflown).u8(views.size());
    views.forEach(view -> view.write(out));
    return out.toBytes();
  }

  static ViewList parse(byte[] bytes) throws WireException {
    WireReader in = new WireReader(bytes);
    boolean overflown = in.flag();
    int count = in.count(MAX_VIEWS);
    List<SiblingView> views = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      views.add(SiblingView.read(in));
    }
    in.end();
    return new ViewList(overflown, views);
  }
}
