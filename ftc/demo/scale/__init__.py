"""Many made-up reviews, to see how the pages bear them; nothing here is the council's."""

from ftc.demo.scale.load import ScaleRefused, count_scale, load_scale, remove_scale

__all__ = ["ScaleRefused", "count_scale", "load_scale", "remove_scale"]
